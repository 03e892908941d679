package dev.dormouse.snapshot.store;

import dev.dormouse.snapshot.log.LogSettings;
import java.time.Duration;

/**
 * Bounds of the store.
 *
 * @param partitions number of partitions of a store that is new; one that exists keeps its own
 * @param log bounds of each partition's log
 * @param packAfterCommits a snapshot is written when this many commits follow the last one
 * @param packAfterBytes a snapshot is written when the commits after the last one take this many bytes, and more than
 *     the last one
 * @param answers how many answers are remembered of each agent
 * @param answerBytes how many bytes they may take together
 * @param answerAge how long they are remembered at most
 * @param internedGranules how many granules of each function are looked up to be shared, a power of two
 */
public record StoreSettings(
        int partitions,
        LogSettings log,
        int packAfterCommits,
        long packAfterBytes,
        int answers,
        int answerBytes,
        Duration answerAge,
        int internedGranules) {
    private static final int MAX_PARTITIONS = 4_096;

    /** What production runs with. */
    public static final StoreSettings DEFAULT =
            new StoreSettings(16, LogSettings.DEFAULT, 32, 1 << 20, 128, 256 << 10, Duration.ofHours(24), 4_096);

    /** As these, for a new store of {@code number} partitions. */
    public StoreSettings withPartitions(int number) {
        return new StoreSettings(
                number, log, packAfterCommits, packAfterBytes, answers, answerBytes, answerAge, internedGranules);
    }

    public StoreSettings {
        if (partitions < 1 || partitions > MAX_PARTITIONS) {
            throw new IllegalArgumentException(
                    "A store has 1 to " + MAX_PARTITIONS + " partitions; not " + partitions + ".");
        }
    }
}
