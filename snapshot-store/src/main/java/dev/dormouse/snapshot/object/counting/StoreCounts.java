package dev.dormouse.snapshot.object.counting;

/**
 * Requests and bytes up to a moment. Two readings differ by what happened between them.
 *
 * @param creates creates that were asked for, whatever became of them
 * @param gets reads of objects and parts of objects
 * @param lists lists
 * @param deletes deletions
 * @param failures calls that ended without an answer
 * @param bytesWritten bytes of all creates
 * @param bytesRead bytes that were read
 */
public record StoreCounts(
        long creates, long gets, long lists, long deletes, long failures, long bytesWritten, long bytesRead) {
    /** What happened since {@code earlier}. */
    public StoreCounts since(StoreCounts earlier) {
        return new StoreCounts(
                creates - earlier.creates,
                gets - earlier.gets,
                lists - earlier.lists,
                deletes - earlier.deletes,
                failures - earlier.failures,
                bytesWritten - earlier.bytesWritten,
                bytesRead - earlier.bytesRead);
    }
}
