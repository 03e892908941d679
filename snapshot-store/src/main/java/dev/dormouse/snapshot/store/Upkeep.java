package dev.dormouse.snapshot.store;

import dev.dormouse.snapshot.AgentId;
import dev.dormouse.snapshot.log.CommitLog;
import dev.dormouse.snapshot.log.LogSettings;
import dev.dormouse.snapshot.object.ObjectStore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Writes indexes when the log has grown, and deletes what they cover and what newer snapshots have replaced, behind the
 * back of messages. Thread-safe.
 */
final class Upkeep {
    /** Looking for replaced snapshots reads the names of all of them, so it is done this often within their retention. */
    private static final int LOOKS_WITHIN_RETENTION = 4;

    private final CommitLog log;
    private final ObjectStore objects;
    private final Executor background;
    private final Duration lookEvery;
    private final Set<Integer> underWay = ConcurrentHashMap.newKeySet();
    private final Map<Integer, Instant> lookedAt = new ConcurrentHashMap<>();

    Upkeep(CommitLog log, ObjectStore objects, LogSettings settings, Executor background) {
        this.log = log;
        this.objects = objects;
        this.background = background;
        this.lookEvery = settings.retention().dividedBy(LOOKS_WITHIN_RETENTION);
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
            collectSnapshots(partition);
        } catch (IOException e) {
            // Nothing hangs on it: a start has more to read, and the next commit tries again.
        } finally {
            underWay.remove(partition);
        }
    }

    private void collectSnapshots(int partition) throws IOException {
        Instant now = objects.clock();
        Instant last = lookedAt.get(partition);
        if (last == null || !now.isBefore(last.plus(lookEvery))) {
            log.collectSnapshots(partition);
            lookedAt.put(partition, now);
        }
    }
}
