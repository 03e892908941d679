package dev.dormouse.invoker.host;

import dev.dormouse.snapshot.Ticker;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/** Time that passes when it is told to: wall clock, ticker and waiting in one. */
final class ManualClock implements InstantSource, Ticker, Waiter {
    static final Instant START = Instant.parse("2026-11-22T10:00:00.123456789Z");

    private final long origin;
    private long nanos;
    private boolean interrupted;

    /** @param origin first reading of the ticker */
    ManualClock(long origin) {
        this.origin = origin;
        this.nanos = origin;
    }

    void advanceNanos(long by) {
        nanos += by;
    }

    /** The next wait is cut short. */
    void interruptNextWait() {
        interrupted = true;
    }

    @Override
    public Instant instant() {
        return START.plusNanos(nanos - origin);
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public void waitUntil(long untilNanos, BooleanSupplier cancelled) throws InterruptedException {
        if (interrupted || cancelled.getAsBoolean()) {
            interrupted = false;
            throw new InterruptedException();
        }
        nanos = Math.max(nanos, untilNanos);
    }
}
