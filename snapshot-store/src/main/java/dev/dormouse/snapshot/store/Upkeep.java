package dev.dormouse.snapshot.store;

import dev.dormouse.snapshot.AgentId;
import dev.dormouse.snapshot.log.CommitLog;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Writes indexes when the log has grown and deletes what they cover, behind the back of messages. Thread-safe. */
final class Upkeep {
    private final CommitLog log;
    private final Executor background;
    private final Set<Integer> underWay = ConcurrentHashMap.newKeySet();

    Upkeep(CommitLog log, Executor background) {
        this.log = log;
        this.background = background;
    }

    /** Looks after the agent's partition in the background if it is time to; never twice at once. */
    void ifDue(AgentId agent) {
        int partition = agent.partition(log.partitions());
        if (log.needsCheckpoint(agent) && underWay.add(partition)) {
            try {
                background.execute(() -> quietly(partition));
            } catch (RejectedExecutionException e) {
                underWay.remove(partition); // at the next commit, then
            }
        }
    }

    private void quietly(int partition) {
        try {
            log.checkpoint(partition);
            log.collectLog(partition);
        } catch (IOException e) {
            // Nothing hangs on it: a start has more to read, and the next commit tries again.
        } finally {
            underWay.remove(partition);
        }
    }
}
