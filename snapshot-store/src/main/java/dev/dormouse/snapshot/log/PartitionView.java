package dev.dormouse.snapshot.log;

import dev.dormouse.snapshot.AgentId;
import dev.dormouse.snapshot.SnapshotStoreObserver;
import dev.dormouse.snapshot.format.AgentEntry;
import dev.dormouse.snapshot.format.CorruptObjectException;
import dev.dormouse.snapshot.format.LogRecord;
import dev.dormouse.snapshot.format.PartitionIndex;
import dev.dormouse.snapshot.format.PreparedRecord;
import dev.dormouse.snapshot.format.Segment;
import dev.dormouse.snapshot.format.StoredRecord;
import dev.dormouse.snapshot.object.ObjectStore;
import dev.dormouse.snapshot.object.StoreUnavailableException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one process knows of a partition: the end of its log, as far as it was read, and what the agents were there.
 *
 * <p>Whoever has the partition's turn moves the view; the methods for that are marked. Anybody may look at it. Its
 * fields are guarded by its monitor, which is held for moments only and while no other lock is taken.
 */
final class PartitionView {
    private final int partition;
    private final ObjectStore store;
    private final PartitionKeys keys;
    private final SlotChain slots;
    private final Indexes indexes;
    private final SnapshotStoreObserver observer;
    /** Used by whoever has the turn. */
    private final Trust trust;

    private boolean open;
    private long next;
    /** Position of the newest index that is known. */
    private long indexed;
    /** The log goes at least so far. */
    private long reaches;

    private PartitionAgents agents = new PartitionAgents(List.of());

    PartitionView(
            int partition,
            ObjectStore store,
            LogSettings settings,
            SlotChain slots,
            Indexes indexes,
            SnapshotStoreObserver observer) {
        this.partition = partition;
        this.store = store;
        this.keys = new PartitionKeys(partition);
        this.slots = slots;
        this.indexes = indexes;
        this.observer = observer;
        this.trust = new Trust(store, settings.trust());
    }

    // ---- for anybody

    /** Whether the log has been read at all. */
    synchronized boolean isOpen() {
        return open;
    }

    /** The first slot that is not known to be used. */
    synchronized long next() {
        return next;
    }

    synchronized Optional<AgentEntry> entry(AgentId agent) {
        return agents.entry(agent);
    }

    synchronized int agentCount() {
        return agents.size();
    }

    synchronized List<AgentEntry> entries() {
        return agents.entries();
    }

    /** Whether {@code record} follows the newest commit of its agent. */
    synchronized boolean isFollowedBy(LogRecord record) {
        return agents.follows(record);
    }

    /** How many segments follow the newest index. */
    synchronized long segmentsAfterIndex() {
        return next - indexed;
    }

    /** The view as an index. */
    synchronized PartitionIndex index() {
        return new PartitionIndex(partition, next, agents.entries());
    }

    /** There is an index at {@code position} now. */
    synchronized void indexed(long position) {
        indexed = Math.max(indexed, position);
    }

    // ---- for whoever has the turn

    /** Nothing is believed any more: the next look begins anew from the store. */
    synchronized void close() {
        open = false;
    }

    /** Takes in one's own segment, which was written at the end. */
    synchronized void append(List<PreparedRecord> records) {
        for (PreparedRecord record : records) {
            agents.apply(next, record.log(), record.bytes());
        }
        next++;
    }

    /** Reads on until a slot is missing. What is read counts only while the view can be trusted. */
    void catchUp() throws IOException {
        if (!isOpen()) {
            startOver();
        }
        boolean atEnd = false;
        while (!atEnd) {
            ensureTrust();
            Optional<Segment> segment = read(next());
            if (trust.holds()) {
                segment.ifPresent(this::follow);
                atEnd = segment.isEmpty();
            }
        }
        refuseIfCutOff();
    }

    private void ensureTrust() throws IOException {
        if (!trust.holds()) {
            Instant asked = store.clock();
            if (indexes.newestPosition() > next()) {
                startOver();
            } else {
                trust.renew(asked);
            }
        }
    }

    private Optional<Segment> read(long position) throws IOException {
        try {
            return slots.read(position);
        } catch (CorruptObjectException e) {
            observer.damaged(keys.segment(position), String.valueOf(e.getMessage()));
            throw e;
        }
    }

    private synchronized void refuseIfCutOff() throws CorruptObjectException {
        if (next < reaches) {
            throw new CorruptObjectException("The log of partition " + partition + " goes at least to position "
                    + reaches + ", but its newest readable index and the segments after it end at " + next
                    + ". Bring back what was lost from a copy of the store; nothing is served from this partition"
                    + " until then, so that no agent goes back in time.");
        }
    }

    private void follow(Segment segment) {
        List<AgentId> changed = new ArrayList<>();
        synchronized (this) {
            for (StoredRecord record : segment.records()) {
                agents.apply(next, record.log(), record.bytes());
                if (!(record.log() instanceof LogRecord.Packing)) {
                    changed.add(record.log().agent());
                }
            }
            next++;
        }
        changed.forEach(observer::changedElsewhere);
    }

    /**
     * Whether the slot at the end, which was just created, had never been used: then it is the log's true end as well.
     *
     * @param sent the store's time before the create was sent
     */
    boolean isTrueEnd(Instant sent) throws StoreUnavailableException {
        if (!trust.holds()) {
            Instant asked = store.clock();
            if (indexes.newestPosition() > next()) {
                return false;
            }
            trust.renew(asked);
        }
        trust.renew(sent);
        return true;
    }

    /** Begins anew from the newest index. */
    void startOver() throws IOException {
        Instant asked = store.clock();
        Indexes.Start start = indexes.newest(partition);
        changedSince(replace(start)).forEach(observer::changedElsewhere);
        trust.renew(asked);
    }

    private synchronized List<AgentEntry> replace(Indexes.Start start) {
        List<AgentEntry> before = agents.entries();
        agents = new PartitionAgents(start.index().entries());
        next = start.index().position();
        indexed = next;
        reaches = start.reaches();
        open = true;
        return before;
    }

    private synchronized List<AgentId> changedSince(List<AgentEntry> before) {
        return before.stream()
                .filter(entry ->
                        agents.entry(entry.agent()).map(AgentEntry::tip).orElse(LogRecord.NONE) != entry.tip())
                .map(AgentEntry::agent)
                .toList();
    }
}
