package dev.dormouse.invoker.execution.agent;

import dev.dormouse.invoker.Refused;
import dev.dormouse.invoker.agent.AgentDirectory;
import dev.dormouse.invoker.agent.AgentView;
import dev.dormouse.invoker.agent.MovePolicy;
import dev.dormouse.invoker.execution.Endings;
import dev.dormouse.invoker.execution.LiveRevision;
import dev.dormouse.invoker.registry.Page;
import dev.dormouse.invoker.registry.PageRequest;
import dev.dormouse.invoker.registry.Precondition;
import dev.dormouse.scheduler.Activation;
import dev.dormouse.scheduler.Admission;
import dev.dormouse.scheduler.AdmissionRequest;
import dev.dormouse.scheduler.Outcome;
import dev.dormouse.scheduler.Scheduler;
import dev.dormouse.scheduler.Usage;
import dev.dormouse.snapshot.AgentId;
import dev.dormouse.snapshot.Excerpt;
import dev.dormouse.snapshot.FunctionName;
import dev.dormouse.snapshot.Ticker;
import dev.dormouse.snapshot.format.AgentEntry;
import dev.dormouse.snapshot.format.AgentEntry.SnapshotRef;
import dev.dormouse.snapshot.log.CommitResult;
import dev.dormouse.snapshot.store.Commit;
import dev.dormouse.snapshot.store.SnapshotStore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The agents of the store, with what this process holds of them. Thread-safe. */
final class DurableAgents implements AgentDirectory {
    private static final int ATTEMPTS_MAX = 3;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final Scheduler scheduler;
    private final LiveAgents live;
    private final AgentStates states;
    private final KeepAlive keepAlive;
    private final AgentMoves moves;
    private final SnapshotStore store;
    private final Ticker ticker;
    private final AgentSettings settings;

    DurableAgents(
            Scheduler scheduler,
            LiveAgents live,
            AgentStates states,
            KeepAlive keepAlive,
            AgentMoves moves,
            SnapshotStore store,
            Ticker ticker,
            AgentSettings settings) {
        this.scheduler = scheduler;
        this.live = live;
        this.states = states;
        this.keepAlive = keepAlive;
        this.moves = moves;
        this.store = store;
        this.ticker = ticker;
        this.settings = settings;
    }

    // ---- looking

    @Override
    public Page<AgentView> agents(FunctionName function, PageRequest page) {
        return asked(() -> {
            List<AgentEntry> entries = store.list(function, page.after().orElse(""), page.limit() + 1);
            List<AgentView> views =
                    entries.stream().limit(page.limit()).map(this::view).toList();
            return new Page<>(
                    views,
                    entries.size() > page.limit()
                            ? Optional.of(views.getLast().id().key())
                            : Optional.empty());
        });
    }

    @Override
    public AgentView agent(AgentId agent) {
        return asked(() -> {
            store.refresh(agent);
            return view(existing(agent));
        });
    }

    private AgentView view(AgentEntry entry) {
        Optional<LiveAgent> held = live.look(entry.agent());
        long newestSnapshot =
                entry.snapshots().isEmpty() ? 0 : entry.snapshots().getLast().bytes();
        return new AgentView(
                entry.agent(),
                entry.revision(),
                state(entry.agent(), held.isPresent()),
                entry.generation(),
                held.map(LiveAgent::bytes).orElse(0L),
                entry.unpackedBytes(),
                newestSnapshot,
                entry.snapshots().stream()
                        .map(SnapshotRef::generation)
                        .filter(generation -> generation != entry.generation())
                        .toList(),
                Instant.ofEpochMilli(entry.createdMillis()),
                Instant.ofEpochMilli(entry.updatedMillis()));
    }

    private AgentView.State state(AgentId agent, boolean held) {
        if (scheduler.busy(agent)) {
            return AgentView.State.BUSY;
        }
        return held ? AgentView.State.WARM : AgentView.State.SUSPENDED;
    }

    // ---- changing

    @Override
    public AgentView suspend(AgentId agent, Precondition precondition) {
        return inTurn(agent, precondition, () -> {
            if (live.look(agent).isEmpty() && existing(agent).unpacked().isEmpty()) {
                return;
            }
            LiveAgent held = states.take(agent).orElseThrow(() -> gone(agent)).agent();
            held.close();
            store.pack(held.snapshot(), held.touched());
            store.flush(Set.of(agent));
            states.forget(agent);
        });
    }

    @Override
    public AgentView resume(AgentId agent, Precondition precondition) {
        return inTurn(agent, precondition, () -> {
            if (live.look(agent).isEmpty()) {
                keepAlive.keep(states.take(agent).orElseThrow(() -> gone(agent)).agent());
            }
        });
    }

    @Override
    public AgentView fork(AgentId agent, String newKey, Precondition precondition) {
        AgentId fork = identity(agent, newKey);
        if (fork.equals(agent)) {
            throw taken(fork);
        }
        // Two forks between the same agents take their turns in the same order, so neither waits for the other.
        boolean sourceFirst = agent.key().compareTo(newKey) < 0;
        AgentId first = sourceFirst ? agent : fork;
        AgentId second = sourceFirst ? fork : agent;
        Change forking = () -> forkInTurns(agent, fork, precondition);
        turn(first, () -> turn(second, forking));
        return viewNow(fork);
    }

    private void forkInTurns(AgentId agent, AgentId fork, Precondition precondition) throws IOException {
        check(agent, precondition);
        LiveAgent source = states.take(agent).orElseThrow(() -> gone(agent)).agent();
        keepAlive.keep(source);
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            states.refresh(fork); // another process may have made or deleted it
            if (store.describe(fork).isPresent()) {
                throw taken(fork);
            }
            if (settles(fork, store.fork(source.snapshot(), fork))) {
                return;
            }
        }
        throw overtaken(fork);
    }

    @Override
    public AgentView revert(AgentId agent, long generation, Precondition precondition) {
        turn(agent, () -> revertInTurn(agent, generation, precondition));
        return viewNow(agent);
    }

    private void revertInTurn(AgentId agent, long generation, Precondition precondition) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            check(agent, precondition); // each time: what another process has changed may not be what was meant
            Commit commit = store.revert(agent, generation).orElseThrow(() -> notRetained(agent, generation));
            states.forget(agent);
            if (settles(agent, commit)) {
                return;
            }
        }
        throw overtaken(agent);
    }

    @Override
    public AgentView move(AgentId agent, String to, MovePolicy policy, Precondition precondition) {
        LiveRevision target = asked(() -> moves.target(agent.function(), to));
        long deadline = ticker.nanos() + settings.controlTimeout().toNanos();
        AdmissionRequest admission = switch (policy) {
            case MIGRATE ->
                new AdmissionRequest.Message(agent, target.revision().view().concurrency(), deadline);
            case FRESH -> new AdmissionRequest.Control(agent, deadline);
        };
        turn(agent, admission, () -> moveInTurn(agent, target, policy, precondition));
        return viewNow(agent);
    }

    private void moveInTurn(AgentId agent, LiveRevision to, MovePolicy policy, Precondition precondition)
            throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            check(agent, precondition);
            AgentEntry entry = existing(agent);
            if (entry.revision().equals(to.revision().id())) {
                return;
            }
            Commit commit = moves.move(entry, to, policy);
            states.forget(agent);
            if (settles(agent, commit)) {
                return;
            }
        }
        throw overtaken(agent);
    }

    /** Keeps what was committed; false if another process was first. */
    private boolean settles(AgentId agent, Commit commit) {
        return switch (commit) {
            case Commit.Committed committed -> {
                keepAlive.keep(LiveAgent.suspended(committed.snapshot(), new BitSet()));
                yield true;
            }
            case Commit.Fenced fenced -> false;
            case Commit.Overloaded overloaded -> throw overloaded();
            case Commit.Unknown unknown -> throw unknown(agent, unknown.cause());
        };
    }

    @Override
    public void delete(AgentId agent, Precondition precondition) {
        turn(agent, () -> deleteInTurn(agent, precondition));
    }

    private void deleteInTurn(AgentId agent, Precondition precondition) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            check(agent, precondition);
            CommitResult result = store.delete(agent);
            states.forget(agent);
            switch (result) {
                case CommitResult.Committed committed -> {
                    return;
                }
                case CommitResult.Fenced fenced -> {}
                case CommitResult.Overloaded overloaded -> throw overloaded();
                case CommitResult.Unknown unknown -> throw unknown(agent, unknown.cause());
            }
        }
        throw overtaken(agent);
    }

    // ---- turns

    /** What is done in an agent's turn. */
    @FunctionalInterface
    private interface Change {
        void make() throws IOException;
    }

    /** What is asked of the store. */
    @FunctionalInterface
    private interface Question<T> {
        T ask() throws IOException;
    }

    private static <T> T asked(Question<T> question) {
        try {
            return question.ask();
        } catch (IOException e) {
            throw Refused.unavailable(e);
        }
    }

    private AgentView inTurn(AgentId agent, Precondition precondition, Change change) {
        turn(agent, () -> {
            check(agent, precondition);
            change.make();
        });
        return viewNow(agent);
    }

    private AgentView viewNow(AgentId agent) {
        return asked(() -> view(existing(agent)));
    }

    private void turn(AgentId agent, Change change) {
        long deadline = ticker.nanos() + settings.controlTimeout().toNanos();
        turn(agent, new AdmissionRequest.Control(agent, deadline), change);
    }

    private void turn(AgentId agent, AdmissionRequest admission, Change change) {
        switch (scheduler.admit(admission)) {
            case Admission.Rejected rejected ->
                throw new Refused(
                        Refused.Kind.OVERLOADED,
                        Endings.explanation(rejected.reason()),
                        Optional.of(rejected.retryAfter()));
            case Admission.Admitted admitted -> make(agent, change, admitted.activation());
        }
    }

    private void make(AgentId agent, Change change, Activation activation) {
        Outcome outcome = Outcome.INTERNAL;
        Optional<LiveAgent> held = Optional.empty();
        try {
            change.make();
            outcome = Outcome.OK;
            held = live.look(agent);
        } catch (RevisionGoneException e) {
            throw new Refused(Refused.Kind.NOT_FOUND, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw Refused.unavailable(e);
        } finally {
            var disposition = scheduler.complete(activation, outcome, Usage.NONE);
            held.ifPresent(one -> keepAlive.settle(one, disposition));
        }
    }

    /** Checks in the agent's turn, on what the store says now. */
    private void check(AgentId agent, Precondition precondition) throws IOException {
        store.refresh(agent);
        precondition.check(OptionalLong.of(existing(agent).generation()), "Agent '" + agent + "'");
    }

    private AgentEntry existing(AgentId agent) throws IOException {
        return store.describe(agent).orElseThrow(() -> gone(agent));
    }

    // ---- refusals

    private static AgentId identity(AgentId like, String key) {
        try {
            return new AgentId(like.function(), key);
        } catch (IllegalArgumentException e) {
            throw new Refused(Refused.Kind.BAD_INPUT, String.valueOf(e.getMessage()));
        }
    }

    private static Refused gone(AgentId agent) {
        return new Refused(
                Refused.Kind.NOT_FOUND,
                "There is no agent '" + agent + "'. Its first message makes it; GET /v1/agents?function="
                        + agent.function() + " lists those that there are.");
    }

    private static Refused taken(AgentId agent) {
        return new Refused(
                Refused.Kind.CONFLICT,
                "A fork makes a new agent; '" + agent + "' is there already. Choose another key, or delete it first.");
    }

    private Refused notRetained(AgentId agent, long generation) {
        String retained = asked(() -> existing(agent)).snapshots().stream()
                .map(ref -> Long.toString(ref.generation()))
                .reduce((before, next) -> before + ", " + next)
                .orElse("none");
        return new Refused(
                Refused.Kind.CONFLICT,
                "An agent can be reverted to the generations of which there is a snapshot; of '"
                        + Excerpt.of(agent.key()) + "' these are " + retained + ", not " + generation + ".");
    }

    private static Refused overloaded() {
        return new Refused(
                Refused.Kind.OVERLOADED,
                "Too many changes wait to be written. Nothing was changed; try again later.",
                Optional.of(RETRY_AFTER));
    }

    private static Refused overtaken(AgentId agent) {
        return new Refused(
                Refused.Kind.OVERLOADED,
                "Another process changed agent '" + agent + "' each time. Nothing was changed; try again later.",
                Optional.of(RETRY_AFTER));
    }

    private Refused unknown(AgentId agent, IOException cause) {
        states.forget(agent);
        return Refused.unavailable(cause);
    }
}
