package dev.dormouse.snapshot.log.model;

import java.util.List;

/**
 * How much of everything there is in one exploration. Time has no bound.
 *
 * @param writers processes that serve the partition
 * @param agentOfMessage per message, the agent that it is for
 * @param faults answers that may be lost or come late, in all
 * @param restarts crashes, and writers that give up, in all
 */
record Bounds(int writers, List<Integer> agentOfMessage, int faults, int restarts) {
    static final int AGENTS = 2;

    int messages() {
        return agentOfMessage.size();
    }

    /** No more batches can succeed than there are messages, and one slot more is aimed at. */
    int slots() {
        return messages() + 1;
    }

    /** Whether a batch holds a message for {@code agent}. */
    boolean touches(int batch, int agent) {
        for (int m = 0; m < messages(); m++) {
            if ((Batch.messages(batch) >> m & 1) == 1 && agentOfMessage.get(m) == agent) {
                return true;
            }
        }
        return false;
    }
}
