package dev.dormouse.snapshot.object;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Immutable objects under keys: the one thing that the runtime asks of a disk or a bucket.
 *
 * <p><b>Promises.</b> A create is atomic: readers see the whole object or none, and of any number of concurrent
 * creates of one key exactly one succeeds. When {@code createOnly} has returned {@code CREATED}, the object survives
 * the death of the process, and on the directory backend the loss of power. A {@code get} or {@code list} that begins
 * after a create has returned sees it. Nothing is ever overwritten.
 *
 * <p><b>Failures.</b> {@link StoreUnavailableException} says that the answer is not known: a create may or may not
 * have happened, or may happen yet, even long after. Who needs to know reads the key back. A create whose answer is not
 * known is never repeated by itself; a remote store may repeat the other calls, a bounded number of times.
 *
 * <p><b>Keys</b> follow {@link ObjectKeys}; others are an {@link IllegalArgumentException}. Some servers of S3 keep
 * objects in folders: on them a key and keys below it do not stand side by side, and lists are in order within one
 * folder only. So no two kinds of objects are laid out like that, and lists are of one folder.
 *
 * <p><b>Bytes</b> are not copied at this border: nobody writes to an array that was handed in or out.
 *
 * <p>Implementations are thread-safe; calls block, and are made for virtual threads.
 */
public interface ObjectStore extends AutoCloseable {
    /** Largest number of objects that one {@link #list} gives. */
    int LIST_MAX = 1_000;

    /** Largest object; more is an {@link IllegalArgumentException}. */
    int OBJECT_MAX_BYTES = 1 << 30;

    /** What became of a create. */
    enum Created {
        /** The object is there, by this call. */
        CREATED,
        /** Another object was there before, and still is. */
        OCCUPIED
    }

    /** Creates the object unless its key is taken. */
    Created createOnly(String key, byte[] bytes) throws StoreUnavailableException;

    /** The whole object, or nothing if there is none. */
    Optional<byte[]> get(String key) throws StoreUnavailableException;

    /**
     * A part of the object, or nothing if there is no object.
     *
     * @param offset first byte, from 0
     * @param length number of bytes; the result is shorter, down to empty, where the object ends before
     */
    Optional<byte[]> get(String key, long offset, int length) throws StoreUnavailableException;

    /**
     * Up to {@link #LIST_MAX} objects whose keys begin with {@code prefix} and sort after {@code after} (by UTF-8
     * bytes), in order.
     *
     * @param prefix any beginning of a key, also in the middle of a part; empty for all
     * @param after a key, which need not exist; empty for the beginning
     */
    List<Listed> list(String prefix, String after) throws StoreUnavailableException;

    /** Removes the object; nothing happens if there is none. */
    void delete(String key) throws StoreUnavailableException;

    /**
     * The store's own time: the clock that {@link Listed#created()} is measured with. On a remote store it is the time
     * that the latest answer carried, so that whoever reads it after a call learns a time not before the store
     * worked on that call, whatever the clocks of this machine say.
     */
    Instant clock() throws StoreUnavailableException;

    @Override
    default void close() {}
}
