package dev.dormouse.invoker.execution;

/**
 * Bounds of execution that no revision sets.
 *
 * @param liveRevisionsMax revisions that are kept ready to run; others are loaded from the store when they are called
 * @param tableEntriesMax entries of all tables of one instance together
 * @param imageOtherBytesMax what an image may hold beside its linear memory, in bytes
 * @param guestMemoryMaxBytes heap that all running guests may take together
 */
public record ExecutionSettings(
        int liveRevisionsMax, int tableEntriesMax, long imageOtherBytesMax, long guestMemoryMaxBytes) {
    /** The values that hold when nobody sets any: guests take up to half of the largest heap. */
    public static final ExecutionSettings DEFAULT = new ExecutionSettings(
            1_000, 1_000_000, 64L << 20, Runtime.getRuntime().maxMemory() / 2);

    public ExecutionSettings {
        if (guestMemoryMaxBytes < 1 || liveRevisionsMax < 1 || tableEntriesMax < 0 || imageOtherBytesMax < 0) {
            throw new IllegalArgumentException(
                    "Execution keeps at least 1 live revision, 1 byte for guests and no negative bounds; these"
                            + " are liveRevisionsMax " + liveRevisionsMax + ", tableEntriesMax " + tableEntriesMax
                            + ", imageOtherBytesMax " + imageOtherBytesMax + ", guestMemoryMaxBytes "
                            + guestMemoryMaxBytes
                            + ".");
        }
    }

    /** These bounds with another one for the memory of all guests. */
    public ExecutionSettings withGuestMemoryMaxBytes(long bytes) {
        return new ExecutionSettings(liveRevisionsMax, tableEntriesMax, imageOtherBytesMax, bytes);
    }
}
