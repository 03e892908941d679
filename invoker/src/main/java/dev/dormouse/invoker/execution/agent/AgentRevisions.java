package dev.dormouse.invoker.execution.agent;

import dev.dormouse.invoker.execution.LiveRevision;
import dev.dormouse.invoker.execution.LiveRevisions;
import dev.dormouse.invoker.registry.DurableRegistry;
import dev.dormouse.invoker.registry.Revision;
import dev.dormouse.snapshot.BaseId;
import dev.dormouse.snapshot.RevisionId;
import dev.dormouse.snapshot.format.CorruptObjectException;
import dev.dormouse.snapshot.store.Bases;
import dev.dormouse.snapshot.store.RevisionBase;
import java.io.IOException;
import java.util.Optional;

/** The revisions that agents are on, which need not be the ones that anybody calls now. Thread-safe. */
public final class AgentRevisions implements Bases {
    private final DurableRegistry registry;
    private final LiveRevisions revisions;

    public AgentRevisions(DurableRegistry registry, LiveRevisions revisions) {
        this.registry = registry;
        this.revisions = revisions;
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
