package dev.dormouse.invoker.wasm;

import dev.dormouse.snapshot.Ticker;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Fuel and deadline of one invocation, and the way to end it from outside.
 *
 * <p>Made per invocation and used for all its calls, one after the other. Fuel is handed to the running instance in
 * slices; between two slices the deadline and the cancel flag are looked at, and a virtual thread that has held its
 * carrier for a while lets others run. So a guest that never ends costs its neighbours one slice at a time, and stops
 * within one slice of its deadline. What a unit of fuel is stands in docs/fuel.md.
 *
 * <p>{@link #cancel()} may be called by any thread, all else by the guest's thread only.
 */
public final class Budget {
    /** Fuel in one slice: small enough that even the dearest unit (an exception thrown deep in the stack) is in bounds. */
    static final int SLICE = 1_000;

    /** A guest that has run this long without a pause lets other virtual threads run. */
    private static final long YIELD_AFTER_NANOS = 1_000_000;

    private static final long PAUSE_NANOS = 1;

    private final long fuel;
    private final long deadlineNanos;
    private final Ticker ticker;
    private final Cancellation cancellation;
    private long granted;
    private long yieldedAtNanos;
    private volatile boolean cancelled;
    private volatile @Nullable Thread runner;

    /**
     * @param fuel units that may be used in all calls together
     * @param deadlineNanos the reading of {@code ticker} at which the invocation is to end
     * @param ticker the clock of the deadline
     * @param cancellation ends this invocation together with others
     */
    public Budget(long fuel, long deadlineNanos, Ticker ticker, Cancellation cancellation) {
        if (fuel < 0) {
            throw new IllegalArgumentException("Fuel is not negative; this budget has " + fuel + ".");
        }
        this.fuel = fuel;
        this.deadlineNanos = deadlineNanos;
        this.ticker = ticker;
        this.cancellation = cancellation;
    }

    /** With nothing but {@link #cancel} to end it from outside. */
    public Budget(long fuel, long deadlineNanos, Ticker ticker) {
        this(fuel, deadlineNanos, ticker, new Cancellation());
    }

    /**
     * Ends the running call, and any later one, as {@link Completion.Cancelled} within one slice; a guest that waits in
     * the host is woken for that.
     */
    public void cancel() {
        cancelled = true;
        Thread waiting = runner;
        if (waiting != null) {
            LockSupport.unpark(waiting);
        }
    }

    /** Whether somebody cancelled. */
    boolean cancelled() {
        return cancelled || cancellation.requested();
    }

    /** A call begins on this thread. */
    void enter() {
        runner = Thread.currentThread();
    }

    /** The call has ended. */
    void leave() {
        runner = null;
    }

    /** Fuel used by the calls that have ended; during a call, what has been handed to it counts as used. */
    public long fuelUsed() {
        return granted;
    }

    /**
     * Hands out the next slice.
     *
     * @return between 1 and {@link #SLICE} units
     * @throws GuestStop if there is none left, the deadline has passed or somebody cancelled
     */
    int nextSlice() {
        if (cancelled()) {
            throw GuestStop.as(new Completion.Cancelled());
        }
        long left = fuel - granted;
        if (left == 0) {
            throw GuestStop.as(new Completion.OutOfFuel());
        }
        long now = ticker.nanos();
        if (now - deadlineNanos >= 0) {
            throw GuestStop.as(new Completion.PastDeadline());
        }
        if (granted == 0) {
            yieldedAtNanos = now;
        } else if (now - yieldedAtNanos >= YIELD_AFTER_NANOS) {
            letOthersRun();
            yieldedAtNanos = ticker.nanos();
        }
        int slice = (int) Math.min(left, SLICE);
        granted += slice;
        return slice;
    }

    /**
     * Leaves the carrier for a moment. {@link Thread#yield} is not enough: the scheduler of virtual threads puts the
     * thread at the end of a queue that the same carrier takes from first, so endless guests, one on each carrier, would
     * keep every thread waiting that was started elsewhere, a new connection's for example. A thread that parks is woken
     * by another one, and meanwhile its carrier looks at all queues.
     */
    private static void letOthersRun() {
        LockSupport.parkNanos(PAUSE_NANOS);
    }

    /** Takes back what is left of the last slice. */
    void giveBack(int unused) {
        granted -= unused;
    }
}
