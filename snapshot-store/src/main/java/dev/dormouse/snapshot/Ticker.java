package dev.dormouse.snapshot;

/** A monotonic clock for durations and deadlines. Its origin has no meaning; it never runs backwards. */
@FunctionalInterface
public interface Ticker {
    /** Nanoseconds since an arbitrary origin. Compare two readings by their difference only. */
    long nanos();
}
