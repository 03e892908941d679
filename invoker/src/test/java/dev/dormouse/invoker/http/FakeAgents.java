package dev.dormouse.invoker.http;

import dev.dormouse.invoker.Refused;
import dev.dormouse.invoker.Refused.Kind;
import dev.dormouse.invoker.agent.AgentDirectory;
import dev.dormouse.invoker.agent.AgentView;
import dev.dormouse.invoker.agent.AgentView.State;
import dev.dormouse.invoker.agent.MoveFailed;
import dev.dormouse.invoker.agent.MovePolicy;
import dev.dormouse.invoker.registry.Page;
import dev.dormouse.invoker.registry.PageRequest;
import dev.dormouse.invoker.registry.Precondition;
import dev.dormouse.scheduler.Outcome;
import dev.dormouse.snapshot.AgentId;
import dev.dormouse.snapshot.FunctionName;
import dev.dormouse.snapshot.RevisionId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** Agents that are nothing but their views. Thread-safe. */
final class FakeAgents implements AgentDirectory {
    private static final Instant CREATED = Instant.parse("2026-11-01T10:00:00Z");
    private static final Instant UPDATED = Instant.parse("2026-11-01T11:00:00Z");

    private final TreeMap<String, AgentView> agents = new TreeMap<>();

    /** Makes an agent, warm, with every generation retained. */
    synchronized FakeAgents with(String function, String key, long generation) {
        put(new AgentId(new FunctionName(function), key), State.WARM, generation);
        return this;
    }

    private AgentView put(AgentId id, State state, long generation) {
        List<Long> retained = LongStream.range(1, generation).boxed().toList();
        AgentView view = new AgentView(
                id,
                new RevisionId(id.function(), 3),
                state,
                generation,
                state == State.SUSPENDED ? 0 : 8192,
                512,
                4096,
                retained,
                CREATED,
                UPDATED);
        agents.put(id.function() + "/" + id.key(), view);
        return view;
    }

    private AgentView find(AgentId agent, Precondition precondition) {
        AgentView view = agents.get(agent.function() + "/" + agent.key());
        if (view == null) {
            throw new Refused(Kind.NOT_FOUND, "There is no agent '" + agent + "'.");
        }
        precondition.check(OptionalLong.of(view.generation()), "Agent '" + agent + "'");
        return view;
    }

    @Override
    public synchronized Page<AgentView> agents(FunctionName function, PageRequest page) {
        List<AgentView> all = agents.values().stream()
                .filter(view -> view.id().function().equals(function))
                .toList();
        return FakeRegistry.page(all, page, view -> view.id().key());
    }

    @Override
    public synchronized AgentView agent(AgentId agent) {
        return find(agent, new Precondition.None());
    }

    @Override
    public synchronized AgentView suspend(AgentId agent, Precondition precondition) {
        return put(agent, State.SUSPENDED, find(agent, precondition).generation());
    }

    @Override
    public synchronized AgentView resume(AgentId agent, Precondition precondition) {
        return put(agent, State.WARM, find(agent, precondition).generation());
    }

    @Override
    public synchronized AgentView fork(AgentId agent, String newKey, Precondition precondition) {
        AgentView view = find(agent, precondition);
        AgentId id = id(agent.function(), newKey);
        if (agents.containsKey(id.function() + "/" + id.key())) {
            throw new Refused(Kind.CONFLICT, "There is an agent '" + id + "' already.");
        }
        return put(id, State.SUSPENDED, view.generation());
    }

    private static AgentId id(FunctionName function, String key) {
        try {
            return new AgentId(function, key);
        } catch (IllegalArgumentException e) {
            throw new Refused(Kind.BAD_INPUT, Objects.requireNonNull(e.getMessage()));
        }
    }

    @Override
    public synchronized AgentView revert(AgentId agent, long generation, Precondition precondition) {
        AgentView view = find(agent, precondition);
        if (!view.retained().contains(generation)) {
            throw new Refused(Kind.CONFLICT, "Generation " + generation + " of '" + agent + "' is not retained.");
        }
        return put(agent, view.state(), view.generation() + 1);
    }

    /** There are revisions 3, which is live, and 4; the guest of 4 fails to migrate. */
    @Override
    public synchronized AgentView move(AgentId agent, String to, MovePolicy policy, Precondition precondition) {
        AgentView view = find(agent, precondition);
        return switch (to) {
            case "3", "live" -> put(agent, view.state(), view.generation() + 1);
            case "4" -> throw new MoveFailed(Outcome.GUEST_ERROR, "The guest failed: no", Optional.empty());
            default -> throw new Refused(Kind.NOT_FOUND, "There is no revision '" + to + "'.");
        };
    }

    @Override
    public synchronized void delete(AgentId agent, Precondition precondition) {
        find(agent, precondition);
        agents.remove(agent.function() + "/" + agent.key());
    }
}
