package dev.dormouse.snapshot.log.model;

import dev.dormouse.snapshot.log.model.State.Phase;
import dev.dormouse.snapshot.log.model.State.Writer;
import java.util.Optional;

/** What must be true in every state, whatever happened before. */
final class Invariants {
    private final Bounds bounds;

    Invariants(Bounds bounds) {
        this.bounds = bounds;
    }

    /** The first promise that {@code state} breaks. */
    Optional<String> broken(State state) {
        int committed = 0;
        int[] tips = new int[Bounds.AGENTS];
        for (int slot = 0; slot < state.end(); slot++) {
            int batch = state.history[slot];
            if ((committed & Batch.messages(batch)) != 0) {
                return Optional.of("a message changed the state twice");
            }
            committed |= Batch.messages(batch);
            for (int agent = 0; agent < Bounds.AGENTS; agent++) {
                if (bounds.touches(batch, agent)) {
                    if (Batch.ranOn(batch, agent) != tips[agent]) {
                        return Optional.of("a commit does not follow the one that it ran on");
                    }
                    tips[agent] = slot + 1;
                }
            }
        }
        if ((state.answered & ~committed) != 0) {
            return Optional.of("a message was answered and is lost");
        }
        return brokenStore(state).or(() -> brokenView(state));
    }

    private Optional<String> brokenStore(State state) {
        for (int slot = state.end(); slot < bounds.slots(); slot++) {
            if (state.history[slot] != State.NOTHING) {
                return Optional.of("the log has a gap");
            }
        }
        for (int slot = state.checkpoint; slot < state.end(); slot++) {
            if (state.slots[slot] != state.history[slot]) {
                return Optional.of("a segment that is needed is not there");
            }
        }
        return Optional.empty();
    }

    private Optional<String> brokenView(State state) {
        for (Writer writer : state.writers) {
            int seen = 0;
            for (int slot = 0; slot < writer.next && slot < bounds.slots(); slot++) {
                seen |= Batch.messages(state.history[slot]);
            }
            if (writer.phase == Phase.IDLE && writer.seen != seen) {
                return Optional.of("a writer believes what is not in the log");
            }
        }
        return Optional.empty();
    }
}
