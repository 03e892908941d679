package dev.dormouse.snapshot.log;

import dev.dormouse.snapshot.format.AgentEntry;
import dev.dormouse.snapshot.format.AgentEntry.SnapshotRef;
import dev.dormouse.snapshot.format.PartitionIndex;
import dev.dormouse.snapshot.object.Listed;
import dev.dormouse.snapshot.object.ObjectStore;
import dev.dormouse.snapshot.object.StoreUnavailableException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Deletes what nothing needs any more: slots and indexes long after an index covers them, and snapshots that a newer
 * one has replaced. Thread-safe; whatever order two of them work in, the same objects are left.
 */
final class Collector {
    private final ObjectStore store;
    private final PartitionKeys keys;
    private final Indexes indexes;
    private final LogSettings settings;

    Collector(ObjectStore store, PartitionKeys keys, Indexes indexes, LogSettings settings) {
        this.store = store;
        this.keys = keys;
        this.indexes = indexes;
        this.settings = settings;
    }

    /**
     * Deletes slots that an index of at least {@link LogSettings#retention} covers, and the indexes before it.
     *
     * @return number of objects that were deleted
     */
    int collectLog() throws StoreUnavailableException {
        Instant old = store.clock().minus(settings.retention());
        List<Indexes.Stored> all = indexes.list();
        for (int i = all.size() - 1; i >= 0; i--) {
            Indexes.Stored stored = all.get(i);
            Optional<PartitionIndex> index =
                    stored.object().created().isAfter(old) ? Optional.empty() : indexes.read(stored);
            if (index.isPresent()) {
                return deleteSlots(neededFrom(index.get())) + deleteIndexes(all.subList(0, i));
            }
        }
        return 0;
    }

    /** The first slot that a reader of {@code index} may need. */
    private static long neededFrom(PartitionIndex index) {
        long needed = index.position();
        for (AgentEntry entry : index.entries()) {
            if (!entry.unpacked().isEmpty()) {
                needed = Math.min(needed, entry.unpacked().getFirst());
            }
        }
        return needed;
    }

    private int deleteSlots(long below) throws StoreUnavailableException {
        int deleted = 0;
        List<Listed> page = store.list(keys.segments(), "");
        while (!page.isEmpty()) {
            for (Listed object : page) {
                OptionalLong position = keys.segmentPosition(object.key());
                if (position.isPresent() && position.getAsLong() >= below) {
                    return deleted;
                }
                if (position.isPresent()) {
                    store.delete(object.key());
                    deleted++;
                }
            }
            page = page.size() < ObjectStore.LIST_MAX
                    ? List.of()
                    : store.list(keys.segments(), page.getLast().key());
        }
        return deleted;
    }

    private int deleteIndexes(List<Indexes.Stored> older) throws StoreUnavailableException {
        for (Indexes.Stored stored : older) {
            store.delete(stored.object().key());
        }
        return older.size();
    }

    /**
     * Deletes snapshots that no entry names, once they are older than {@link LogSettings#retention}. One that covers an
     * agent's newest commit stays even so: somebody may be about to say that it is there.
     *
     * @param entries of the partition, in a view that can be trusted
     * @return number of objects that were deleted
     */
    int collectSnapshots(List<AgentEntry> entries) throws StoreUnavailableException {
        Set<String> needed = new HashSet<>();
        for (AgentEntry entry : entries) {
            for (SnapshotRef snapshot : entry.snapshots()) {
                needed.add(keys.snapshot(entry.agent(), snapshot.tip()));
            }
            entry.unpacked().forEach(tip -> needed.add(keys.snapshot(entry.agent(), tip)));
        }
        Instant old = store.clock().minus(settings.retention());
        int deleted = 0;
        List<Listed> page = store.list(keys.snapshots(), "");
        while (!page.isEmpty()) {
            for (Listed object : page) {
                if (!needed.contains(object.key()) && !object.created().isAfter(old)) {
                    store.delete(object.key());
                    deleted++;
                }
            }
            page = page.size() < ObjectStore.LIST_MAX
                    ? List.of()
                    : store.list(keys.snapshots(), page.getLast().key());
        }
        return deleted;
    }
}
