package dev.dormouse.snapshot;

/**
 * What the store tells of its work, for metrics and logs. Called on the threads that do the work, outside of locks; an
 * implementation returns at once and throws nothing.
 */
public interface SnapshotStoreObserver {
    /** Hears nothing. */
    SnapshotStoreObserver NONE = new SnapshotStoreObserver() {};

    /**
     * A segment was written.
     *
     * @param records commits and notes that share it
     * @param bytes its length
     * @param nanos from the beginning of the batch to the end of the create
     */
    default void segmentWritten(int partition, int records, int bytes, long nanos) {}

    /** A create aimed at an occupied slot: another process has written to the partition. */
    default void segmentRefused(int partition) {}

    /** A commit was dropped, because another one of the same agent stands below it. */
    default void commitFenced(AgentId agent) {}

    /** It is not known whether commits were written. */
    default void commitsUnknown(int partition, int records) {}

    /** Another process has committed for this agent: what is known of it here is old. */
    default void changedElsewhere(AgentId agent) {}

    /**
     * An agent's state was loaded.
     *
     * @param objects objects that were read for it
     * @param bytes their length
     * @param nanos time that it took
     */
    default void loaded(AgentId agent, int objects, long bytes, long nanos) {}

    /** A snapshot was written. */
    default void packed(AgentId agent, long bytes) {}

    /** An index was written. */
    default void checkpointed(int partition, int agents, int bytes) {}

    /** Objects that nothing needs any more were deleted. */
    default void collected(int partition, int objects) {}

    /** An object was found to be damaged. */
    default void damaged(String key, String reason) {}
}
