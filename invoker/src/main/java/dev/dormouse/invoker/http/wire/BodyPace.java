package dev.dormouse.invoker.http.wire;

/**
 * How long one may wait for a body in all: a grace, and more for each byte that came. Only waiting counts, so a handler
 * that takes its time costs the client nothing. Used by one thread.
 */
public final class BodyPace {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final long graceNanos;
    private final long nanosPerByte;

    private long waitedNanos;
    private long bytes;

    BodyPace(WireLimits limits) {
        this.graceNanos = limits.bodyGrace().toNanos();
        this.nanosPerByte = NANOS_PER_SECOND / limits.bodyMinBytesPerSecond();
    }

    void restart() {
        waitedNanos = 0;
        bytes = 0;
    }

    /** How long the next wait may be, not below zero. */
    long allowedNanos() {
        return Math.max(0, graceNanos + bytes * nanosPerByte - waitedNanos);
    }

    /** How long sending {@code count} bytes in one go may take. */
    long allowedNanosFor(long count) {
        return graceNanos + count * nanosPerByte;
    }

    void waited(long nanos) {
        waitedNanos += nanos;
    }

    void came(long count) {
        bytes += count;
    }
}
