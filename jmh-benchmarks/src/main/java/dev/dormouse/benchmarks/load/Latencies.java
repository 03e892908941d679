package dev.dormouse.benchmarks.load;

import java.time.Duration;

/**
 * Counts times in classes that are at most 1.6 % wide. Not thread-safe: each client counts for itself, and the counts
 * are added up at the end.
 */
public final class Latencies {
    /** Classes to each power of two: 64. */
    private static final int FINE_BITS = 6;

    private static final int FINE = 1 << FINE_BITS;

    private final long[] counts = new long[(Long.SIZE - FINE_BITS) * FINE];
    private long total;
    private long sumNanos;
    private long maxNanos;

    /** Counts a time. */
    public void record(long nanos) {
        counts[classOf(nanos)]++;
        total++;
        sumNanos += nanos;
        maxNanos = Math.max(maxNanos, nanos);
    }

    /** Adds what another has counted. */
    public void add(Latencies others) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += others.counts[i];
        }
        total += others.total;
        sumNanos += others.sumNanos;
        maxNanos = Math.max(maxNanos, others.maxNanos);
    }

    /** How many times were counted. */
    public long total() {
        return total;
    }

    Duration average() {
        return Duration.ofNanos(total == 0 ? 0 : sumNanos / total);
    }

    Duration max() {
        return Duration.ofNanos(maxNanos);
    }

    /** The upper end of the class in which the time lies that {@code share} of all, from 0 to 1, do not exceed. */
    public Duration percentile(double share) {
        long wanted = Math.max(1, (long) Math.ceil(share * total));
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= wanted) {
                return Duration.ofNanos(Math.min(upperEnd(i), maxNanos));
            }
        }
        return Duration.ZERO;
    }

    private static int classOf(long nanos) {
        if (nanos < FINE) {
            return (int) Math.max(0, nanos);
        }
        int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos) - FINE_BITS;
        return (shift + 1) * FINE + (int) (nanos >>> shift) - FINE;
    }

    private static long upperEnd(int index) {
        if (index < FINE) {
            return index;
        }
        int shift = index / FINE - 1;
        return ((long) (index % FINE + FINE + 1) << shift) - 1;
    }
}
