package dev.dormouse.invoker.execution.agent;

import dev.dormouse.invoker.execution.LiveRevisions;
import dev.dormouse.snapshot.AgentId;
import dev.dormouse.snapshot.store.Snapshot;
import dev.dormouse.snapshot.store.SnapshotStore;
import java.io.IOException;
import java.util.BitSet;
import java.util.Optional;

/** Finds agents: in the heap, else in the store. To be asked by whoever has the agent's turn. Thread-safe. */
final class AgentStates {
    private final LiveAgents live;
    private final SnapshotStore store;
    private final String storeTier;

    /** @param storeTier what answers call the store */
    AgentStates(LiveAgents live, SnapshotStore store, String storeTier) {
        this.live = live;
        this.store = store;
        this.storeTier = storeTier;
    }

    /**
     * An agent that was found.
     *
     * @param agent its newest state that this process knows of, and its instance if there is one
     * @param tier where that was
     */
    record Found(LiveAgent agent, String tier) {}

    /**
     * Takes an agent out of the heap, or loads it.
     *
     * @return nothing if there is no such agent
     * @throws IOException if the store gives no answer, or what is in it cannot be put together
     */
    Optional<Found> take(AgentId agent) throws IOException {
        Optional<LiveAgent> held = live.take(agent);
        return held.isPresent()
                ? Optional.of(new Found(held.get(), LiveRevisions.HEAP_TIER))
                : store.load(agent).map(this::loaded);
    }

    private Found loaded(Snapshot snapshot) {
        return new Found(LiveAgent.suspended(snapshot, new BitSet()), storeTier);
    }

    /**
     * The newest state that this process knows of, to look at.
     *
     * @throws IOException as {@link #take} does
     */
    Optional<Snapshot> look(AgentId agent) throws IOException {
        Optional<LiveAgent> held = live.look(agent);
        return held.isPresent() ? held.map(LiveAgent::snapshot) : store.load(agent);
    }

    /** Forgets what the heap has. */
    void forget(AgentId agent) {
        live.drop(agent);
    }

    /** Forgets what the heap has, and reads what other processes have committed. */
    void refresh(AgentId agent) throws IOException {
        live.drop(agent);
        store.refresh(agent);
    }

    /** Whether {@code snapshot} is still the agent's newest state, after a look into the store. */
    boolean isNewest(Snapshot snapshot) throws IOException {
        store.refresh(snapshot.agent());
        return store.describe(snapshot.agent())
                .filter(entry -> entry.tip() == snapshot.tip())
                .isPresent();
    }
}
