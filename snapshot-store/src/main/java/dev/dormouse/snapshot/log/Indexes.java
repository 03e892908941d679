package dev.dormouse.snapshot.log;

import dev.dormouse.snapshot.SnapshotStoreObserver;
import dev.dormouse.snapshot.format.CorruptObjectException;
import dev.dormouse.snapshot.format.IndexCodec;
import dev.dormouse.snapshot.format.PartitionIndex;
import dev.dormouse.snapshot.format.SealedObjects;
import dev.dormouse.snapshot.object.Listed;
import dev.dormouse.snapshot.object.ObjectStore;
import dev.dormouse.snapshot.object.StoreUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The indexes of one partition: written now and then, read when the partition is first touched. Thread-safe. */
final class Indexes {
    private static final long MAX_DECODED_BYTES = 1L << 30;

    private final ObjectStore store;
    private final PartitionKeys keys;
    private final SealedObjects seal;
    private final SnapshotStoreObserver observer;

    Indexes(ObjectStore store, PartitionKeys keys, LogServices services) {
        this.store = store;
        this.keys = keys;
        this.seal = services.seal();
        this.observer = services.observer();
    }

    /** An index as a list shows it. */
    record Stored(long position, Listed object) {}

    /** All indexes, oldest first. */
    List<Stored> list() throws StoreUnavailableException {
        List<Stored> all = new ArrayList<>();
        String after = "";
        for (List<Listed> page = store.list(keys.indexes(), after);
                !page.isEmpty();
                page = page.size() < ObjectStore.LIST_MAX ? List.of() : store.list(keys.indexes(), after)) {
            for (Listed object : page) {
                keys.indexPosition(object.key()).ifPresent(position -> all.add(new Stored(position, object)));
            }
            after = page.getLast().key();
        }
        return all;
    }

    /** The position of the newest index, or 0 if there is none: no slot at or above it has ever been deleted. */
    long newestPosition() throws StoreUnavailableException {
        List<Stored> all = list();
        return all.isEmpty() ? 0 : all.getLast().position();
    }

    /**
     * Where to begin to read the log.
     *
     * @param index the newest index that can be read
     * @param reaches the position of the newest index, readable or not: the log goes at least that far, so one that
     *     seems to end before has been damaged
     */
    record Start(PartitionIndex index, long reaches) {}

    /** The newest index that can be read. A damaged one is passed over, as more of the log says the same. */
    Start newest(int partition) throws StoreUnavailableException {
        List<Stored> all = list();
        long reaches = all.isEmpty() ? 0 : all.getLast().position();
        for (Stored stored : all.reversed()) {
            Optional<PartitionIndex> index = read(stored);
            if (index.isPresent()) {
                return new Start(index.get(), reaches);
            }
        }
        return new Start(new PartitionIndex(partition, 0, List.of()), reaches);
    }

    /** Reads one, or nothing if it is gone or damaged. */
    Optional<PartitionIndex> read(Stored stored) throws StoreUnavailableException {
        String key = stored.object().key();
        Optional<byte[]> bytes = store.get(key);
        if (bytes.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(IndexCodec.decode(key, seal.open(key, bytes.get()), MAX_DECODED_BYTES));
        } catch (CorruptObjectException e) {
            observer.damaged(key, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** Writes an index; if there is one at its position already, that one says the same. */
    void write(PartitionIndex index) throws StoreUnavailableException {
        String key = keys.index(index.position());
        byte[] bytes = seal.seal(key, IndexCodec.encode(key, index));
        store.createOnly(key, bytes);
        observer.checkpointed(index.partition(), index.entries().size(), bytes.length);
    }
}
