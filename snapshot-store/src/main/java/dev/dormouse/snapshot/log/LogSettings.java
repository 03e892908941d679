package dev.dormouse.snapshot.log;

import java.time.Duration;

/**
 * Bounds of a partition's log.
 *
 * @param maxSegmentBytes a segment takes no further record once it has this many bytes; a larger single record gets a
 *     segment of its own
 * @param maxSegmentRecords most records in a segment
 * @param maxWaitingRecords most records that may wait for their segment; more are refused at once
 * @param attempts how often a create is tried before its outcome is called unknown
 * @param firstPause wait after the first failed attempt; doubled for each further one, with full jitter
 * @param rounds how often a batch is repeated at a new end before it is given back
 * @param trust how long a view of the log is believed after it was last verified, by the store's clock
 * @param retention how long slots stay after a checkpoint covers them, by the store's clock; much longer than
 *     {@code trust}
 * @param checkpointSegments an index is written when this many segments follow the last one, or more if it is large
 */
public record LogSettings(
        int maxSegmentBytes,
        int maxSegmentRecords,
        int maxWaitingRecords,
        int attempts,
        Duration firstPause,
        int rounds,
        Duration trust,
        Duration retention,
        int checkpointSegments) {
    private static final int RETENTION_TO_TRUST = 12;

    /** What production runs with. */
    public static final LogSettings DEFAULT = new LogSettings(
            4 << 20, 1_024, 16_384, 6, Duration.ofMillis(50), 64, Duration.ofHours(1), Duration.ofDays(1), 64);

    public LogSettings {
        if (retention.compareTo(trust.multipliedBy(RETENTION_TO_TRUST)) < 0) {
            throw new IllegalArgumentException("Slots must stay at least " + RETENTION_TO_TRUST
                    + " times as long as a view of the log is believed; " + retention + " and " + trust
                    + " are too close.");
        }
        if (maxSegmentBytes < 1
                || maxSegmentRecords < 1
                || maxWaitingRecords < 1
                || attempts < 1
                || rounds < 1
                || checkpointSegments < 1) {
            throw new IllegalArgumentException("Bounds of a log begin at 1.");
        }
    }

    /** As these, but with an index after each {@code segments} segments. */
    public LogSettings withCheckpointSegments(int segments) {
        return new LogSettings(
                maxSegmentBytes,
                maxSegmentRecords,
                maxWaitingRecords,
                attempts,
                firstPause,
                rounds,
                trust,
                retention,
                segments);
    }
}
