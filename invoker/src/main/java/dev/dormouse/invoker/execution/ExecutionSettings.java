package dev.dormouse.invoker.execution;

/**
 * Bounds of execution that no revision sets.
 *
 * @param liveRevisionsMax revisions that are kept ready to run; others are loaded from the store when they are called
 * @param liveRevisionsMaxBytes what these may hold, about; at least one is kept
 * @param tableEntriesMax entries of all tables of one instance together
 * @param imageOtherBytesMax what an image may hold beside its linear memory, in bytes
 * @param guestMemoryMaxBytes heap that all running guests may take together
 */
public record ExecutionSettings(
        int liveRevisionsMax,
        long liveRevisionsMaxBytes,
        int tableEntriesMax,
        long imageOtherBytesMax,
        long guestMemoryMaxBytes) {
    /** The values that hold when nobody sets any: guests take up to half of the largest heap, live revisions a quarter. */
    public static final ExecutionSettings DEFAULT = new ExecutionSettings(
            1_000,
            Runtime.getRuntime().maxMemory() / 4,
            1_000_000,
            64L << 20,
            Runtime.getRuntime().maxMemory() / 2);

    public ExecutionSettings {
        if (guestMemoryMaxBytes < 1
                || liveRevisionsMax < 1
                || liveRevisionsMaxBytes < 0
                || tableEntriesMax < 0
                || imageOtherBytesMax < 0) {
            throw new IllegalArgumentException(
                    "Execution keeps at least 1 live revision, 1 byte for guests and no negative bounds; these"
                            + " are liveRevisionsMax " + liveRevisionsMax + ", liveRevisionsMaxBytes "
                            + liveRevisionsMaxBytes + ", tableEntriesMax " + tableEntriesMax
                            + ", imageOtherBytesMax " + imageOtherBytesMax + ", guestMemoryMaxBytes "
                            + guestMemoryMaxBytes
                            + ".");
        }
    }

    /** These bounds with another one for the memory of all guests. */
    public ExecutionSettings withGuestMemoryMaxBytes(long bytes) {
        return new ExecutionSettings(
                liveRevisionsMax, liveRevisionsMaxBytes, tableEntriesMax, imageOtherBytesMax, bytes);
    }

    /** These bounds with another one for what live revisions hold. */
    public ExecutionSettings withLiveRevisionsMaxBytes(long bytes) {
        return new ExecutionSettings(liveRevisionsMax, bytes, tableEntriesMax, imageOtherBytesMax, guestMemoryMaxBytes);
    }
}
