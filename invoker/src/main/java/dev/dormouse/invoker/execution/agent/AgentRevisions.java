package dev.dormouse.invoker.execution.agent;

import dev.dormouse.invoker.Refused;
import dev.dormouse.invoker.agent.MovePolicy;
import dev.dormouse.invoker.execution.LiveRevision;
import dev.dormouse.invoker.execution.LiveRevisions;
import dev.dormouse.invoker.execution.RevisionSelector;
import dev.dormouse.invoker.registry.DurableRegistry;
import dev.dormouse.invoker.registry.Revision;
import dev.dormouse.snapshot.BaseId;
import dev.dormouse.snapshot.Excerpt;
import dev.dormouse.snapshot.FunctionName;
import dev.dormouse.snapshot.RevisionId;
import dev.dormouse.snapshot.format.AgentEntry;
import dev.dormouse.snapshot.format.CorruptObjectException;
import dev.dormouse.snapshot.store.Bases;
import dev.dormouse.snapshot.store.RevisionBase;
import java.io.IOException;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The revisions that agents are on, which need not be the ones that anybody calls now. Thread-safe. */
public final class AgentRevisions implements Bases {
    private final DurableRegistry registry;
    private final LiveRevisions revisions;
    private final RandomGenerator random;

    /**
     * @param registry knows what is deployed
     * @param revisions makes it ready to run
     * @param random draws which, where an alias points at several; thread-safe
     */
    public AgentRevisions(DurableRegistry registry, LiveRevisions revisions, RandomGenerator random) {
        this.registry = registry;
        this.revisions = revisions;
        this.random = random;
    }

    /**
     * A revision, ready to run. If this process has not heard of it, it looks whether another one has deployed it.
     *
     * @throws RevisionGoneException if there is none
     * @throws IOException if the store gives no answer, or what is in it cannot be used
     */
    LiveRevision live(RevisionId id) throws IOException {
        Optional<Revision> known = registry.resolve(id.function(), id.number());
        if (known.isEmpty()) {
            registry.refresh();
            known = registry.resolve(id.function(), id.number());
        }
        return revisions.get(known.orElseThrow(() -> new RevisionGoneException(id)));
    }

    /**
     * The revision that a caller asks for, ready to run, after a look at what others have deployed.
     *
     * @param wanted its number, or an alias
     * @throws Refused {@code NOT_FOUND} if there is none
     * @throws IOException if the store gives no answer, or what is in it cannot be used
     */
    LiveRevision asked(FunctionName function, String wanted) throws IOException {
        registry.refresh();
        Optional<Revision> found = RevisionSelector.of(wanted)
                .flatMap(selector -> RevisionSelector.resolve(selector, function, registry, random));
        return revisions.get(found.orElseThrow(() -> new Refused(
                Refused.Kind.NOT_FOUND,
                "Function '" + function + "' has no revision or alias '" + Excerpt.of(wanted) + "'. GET /v1/functions/"
                        + function + " shows what there is.")));
    }

    /**
     * Where the agents of a function are to go.
     *
     * @param to the revision, ready to run
     * @param policy with what
     */
    record Ahead(LiveRevision to, MovePolicy policy) {}

    /** Whether the agents of a function may have to move, as far as this process knows. */
    boolean drawAgents(FunctionName function) {
        return registry.soleLive(function)
                .filter(revision -> policy(revision).isPresent())
                .isPresent();
    }

    /**
     * Where an agent has to go before its next message, after a look at what others have deployed: two processes must not
     * send it back and forth.
     *
     * @throws IOException if the store gives no answer, or what is in it cannot be used
     */
    Optional<Ahead> aheadOf(AgentEntry agent) throws IOException {
        FunctionName function = agent.agent().function();
        if (registry.soleLive(function)
                .filter(live -> live.id().equals(agent.revision()))
                .isPresent()) {
            return Optional.empty();
        }
        registry.refresh();
        Optional<Revision> live =
                registry.soleLive(function).filter(one -> !one.id().equals(agent.revision()));
        Optional<MovePolicy> policy = live.flatMap(AgentRevisions::policy);
        return policy.isPresent()
                ? Optional.of(new Ahead(revisions.get(live.orElseThrow()), policy.get()))
                : Optional.empty();
    }

    private static Optional<MovePolicy> policy(Revision revision) {
        return switch (revision.view().agents()) {
            case STAY -> Optional.empty();
            case MIGRATE -> Optional.of(MovePolicy.MIGRATE);
            case FRESH -> Optional.of(MovePolicy.FRESH);
        };
    }

    @Override
    public RevisionBase base(RevisionId revision, BaseId base) throws IOException {
        RevisionBase found = baseOf(live(revision));
        if (!found.image().id().equals(base)) {
            throw new CorruptObjectException("The base of revision " + revision + " is "
                    + found.image().id() + ", not " + base + ", which the agent differs from.");
        }
        return found;
    }

    /** What the store needs to know of a revision. */
    RevisionBase baseOf(LiveRevision live) {
        return new RevisionBase(
                live.base(), revisions.decodeLimits(live.revision().view()));
    }
}
