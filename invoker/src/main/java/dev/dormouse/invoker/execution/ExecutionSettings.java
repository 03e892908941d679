package dev.dormouse.invoker.execution;

/**
 * Bounds of execution that no revision sets.
 *
 * @param liveRevisionsMax revisions that are kept ready to run; others are loaded from the store when they are called
 * @param tableEntriesMax entries of all tables of one instance together
 * @param imageOtherBytesMax what an image may hold beside its linear memory, in bytes
 */
public record ExecutionSettings(int liveRevisionsMax, int tableEntriesMax, long imageOtherBytesMax) {
    /** The values that hold when nobody sets any. */
    public static final ExecutionSettings DEFAULT = new ExecutionSettings(1_000, 1_000_000, 64L << 20);

    public ExecutionSettings {
        if (liveRevisionsMax < 1 || tableEntriesMax < 0 || imageOtherBytesMax < 0) {
            throw new IllegalArgumentException("Execution keeps at least 1 live revision and no negative bounds; these"
                    + " are liveRevisionsMax " + liveRevisionsMax + ", tableEntriesMax " + tableEntriesMax
                    + ", imageOtherBytesMax " + imageOtherBytesMax + ".");
        }
    }
}
