package dev.dormouse.invoker.execution.agent;

import dev.dormouse.scheduler.Disposition;
import dev.dormouse.snapshot.AgentId;
import dev.dormouse.snapshot.Ticker;
import dev.dormouse.snapshot.object.FaultPoints;
import dev.dormouse.snapshot.store.SnapshotStore;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keeps agents in the heap as long as the scheduler says, and suspends them afterwards: drops them, having written a
 * snapshot, so that their next load reads one object. An alarm is set while somebody is warm; when nobody is, nothing
 * runs. Thread-safe.
 */
final class KeepAlive {
    private static final System.Logger LOG = System.getLogger(KeepAlive.class.getName());

    /** Those that expire within this time of each other go together. */
    private static final long SCAN_NANOS = 1_000_000_000;

    private final LiveAgents live;
    private final SnapshotStore store;
    private final Executor background;
    private final Alarm alarm;
    private final Ticker ticker;
    private final FaultPoints faults;
    private final AtomicBoolean armed = new AtomicBoolean();
    private volatile boolean closed;

    KeepAlive(
            LiveAgents live, SnapshotStore store, Executor background, Alarm alarm, Ticker ticker, FaultPoints faults) {
        this.live = live;
        this.store = store;
        this.background = background;
        this.alarm = alarm;
        this.ticker = ticker;
        this.faults = faults;
    }

    /** Holds an agent; the caller has its turn. Others may have to go. */
    void keep(LiveAgent agent) {
        List<LiveAgent> gone = live.keep(agent);
        if (!gone.isEmpty()) {
            inBackground(() -> packAll(gone));
        }
    }

    /** Does with an agent that was kept what the scheduler says, unless it has moved on. */
    void settle(LiveAgent agent, Disposition disposition) {
        switch (disposition) {
            case Disposition.KeepWarm warm -> {
                live.expireAt(agent.snapshot(), ticker.nanos() + warm.nanos());
                arm();
            }
            case Disposition.Suspend suspend -> {
                faults.reach("agent.suspend");
                Optional<LiveAgent> gone = live.dropAt(agent.snapshot());
                gone.ifPresent(one -> inBackground(() -> packAll(List.of(one))));
            }
            case Disposition.Terminate terminate -> live.dropAt(agent.snapshot());
        }
    }

    private void arm() {
        if (!closed && armed.compareAndSet(false, true)) {
            OptionalLong next = live.nextExpiry();
            if (next.isEmpty()) {
                armed.set(false);
            } else {
                alarm.in(Math.max(SCAN_NANOS, next.getAsLong() - ticker.nanos()), this::scan);
            }
        }
    }

    private void scan() {
        if (closed) {
            return;
        }
        armed.set(false);
        faults.reach("agent.scan");
        packAll(live.dropExpired(ticker.nanos()));
        if (live.nextExpiry().isPresent()) {
            arm();
        }
    }

    private void packAll(List<LiveAgent> agents) {
        Set<AgentId> packed = new HashSet<>();
        try {
            for (LiveAgent agent : agents) {
                faults.reach("agent.pack");
                store.pack(agent.snapshot(), agent.touched());
                packed.add(agent.snapshot().agent());
            }
            store.flush(packed);
        } catch (IOException e) {
            // The log says the same as the snapshots would; only the next loads have more to read.
            LOG.log(System.Logger.Level.WARNING, "Agents were suspended without a snapshot: " + e.getMessage());
        }
    }

    private void inBackground(Runnable task) {
        try {
            background.execute(task);
        } catch (RejectedExecutionException e) {
            // The runtime closes: a checkpoint is written next, and the log says the same.
        }
    }

    /** No more scans from here on. */
    void close() {
        closed = true;
    }
}
