package dev.dormouse.invoker.deployment;

import dev.dormouse.invoker.execution.LiveRevision;
import dev.dormouse.invoker.execution.agent.Alarm;
import dev.dormouse.snapshot.Ticker;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Goes on rehearsing revisions that have a sample request, when they can be called already: a deploy waits for a few
 * runs only, and the JVM compiles what has run some hundred times.
 *
 * <p>One revision after the other, run by run, on a virtual thread, and only while nothing else is to be done; there is
 * no thread when none is left. Of those that wait, the oldest is left out when there are too many. Thread-safe.
 */
public final class IdleRehearsals {
    private static final int WAITING_MAX = 8;
    private static final int RUNS_MAX = 500;
    private static final long TIME_MAX_NANOS = 2_000_000_000;
    private static final long PAUSE_NANOS = 20_000_000;

    private final Rehearsal rehearsal;
    private final BooleanSupplier busy;
    private final Alarm alarm;
    private final Ticker ticker;
    /** In their order; guarded by this. */
    private final Deque<Rehearsed> waiting = new ArrayDeque<>();
    /** Whether somebody goes on with them; guarded by this. */
    private boolean goingOn;

    private volatile boolean cancelled;

    /**
     * @param rehearsal runs a revision
     * @param busy whether invocations or deploys run
     * @param alarm goes on after a pause
     */
    public IdleRehearsals(Rehearsal rehearsal, BooleanSupplier busy, Alarm alarm, Ticker ticker) {
        this.rehearsal = rehearsal;
        this.busy = busy;
        this.alarm = alarm;
        this.ticker = ticker;
    }

    /** A revision, and what became of it. Confined to whoever goes on, but for its place in the queue. */
    private static final class Rehearsed {
        private final LiveRevision live;
        private int runs;
        private long nanos;

        Rehearsed(LiveRevision live) {
            this.live = live;
        }
    }

    /** Takes {@code live}, if it has a sample. */
    synchronized void add(LiveRevision live) {
        if (live.revision().view().sample() == null || cancelled) {
            return;
        }
        if (waiting.size() == WAITING_MAX) {
            waiting.removeFirst();
        }
        waiting.addLast(new Rehearsed(live));
        if (!goingOn) {
            goingOn = true;
            alarm.in(PAUSE_NANOS, this::goOn);
        }
    }

    /** Ends after the run that goes on. */
    public synchronized void cancel() {
        cancelled = true;
        waiting.clear();
    }

    private void goOn() {
        for (Rehearsed next = next(); next != null; next = next()) {
            if (busy.getAsBoolean()) {
                alarm.in(PAUSE_NANOS, this::goOn);
                return;
            }
            if (!run(next)) {
                done(next);
            }
        }
    }

    private synchronized @Nullable Rehearsed next() {
        goingOn = !waiting.isEmpty();
        return waiting.peekFirst();
    }

    private synchronized void done(Rehearsed last) {
        boolean ignored = waiting.remove(last); // it may have been left out meanwhile
    }

    /** Whether another run is of use. */
    private boolean run(Rehearsed next) {
        long from = ticker.nanos();
        boolean well = rehearsal.once(next.live, from + TIME_MAX_NANOS - next.nanos);
        next.nanos += ticker.nanos() - from;
        next.runs++;
        return well && next.runs < RUNS_MAX && next.nanos < TIME_MAX_NANOS;
    }
}
