package dev.dormouse.snapshot.log;

import dev.dormouse.snapshot.AgentId;
import dev.dormouse.snapshot.SnapshotStoreObserver;
import dev.dormouse.snapshot.Ticker;
import dev.dormouse.snapshot.format.AgentEntry;
import dev.dormouse.snapshot.format.LogRecord;
import dev.dormouse.snapshot.format.Nonce;
import dev.dormouse.snapshot.format.PartitionIndex;
import dev.dormouse.snapshot.format.PreparedRecord;
import dev.dormouse.snapshot.format.SealedObjects;
import dev.dormouse.snapshot.format.SegmentCodec;
import dev.dormouse.snapshot.format.SegmentHead;
import dev.dormouse.snapshot.format.StoredRecord;
import dev.dormouse.snapshot.log.Turn.Waiting;
import dev.dormouse.snapshot.object.FaultPoints;
import dev.dormouse.snapshot.object.ObjectStore;
import dev.dormouse.snapshot.object.StoreUnavailableException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * One partition's log with the agents that it is about.
 *
 * <p>A commit waits in the {@link Turn} with others, goes into the segment at the end of the log, and is settled when
 * that segment is known to be there, and to be at the true end. When the slot turns out to be another's, the
 * {@link PartitionView} reads on; commits that still follow what they were made on are repeated at the new end, the
 * others are given back.
 *
 * <p>How this stays right with other writers, late writes, lost answers and deletions is in
 * docs/design/0002-commit-log.md; package {@code log.model} of the tests explores it. Thread-safe.
 */
final class Partition {
    /** An index entry takes some tens of bytes, a segment some thousands. */
    private static final int AGENTS_PER_SEGMENT = 64;

    private static final int MAX_RECORD_BYTES = ObjectStore.OBJECT_MAX_BYTES / 2;

    private final int number;
    private final ObjectStore store;
    private final PartitionKeys keys;
    private final LogSettings settings;
    private final SlotChain slots;
    private final Indexes indexes;
    private final PartitionView view;
    private final Turn turn;
    private final Collector collector;
    private final SealedObjects seal;
    private final RandomGenerator random;
    private final Ticker ticker;
    private final FaultPoints faults;
    private final SnapshotStoreObserver observer;

    Partition(int number, ObjectStore store, LogSettings settings, LogServices services) {
        this.number = number;
        this.store = store;
        this.keys = new PartitionKeys(number);
        this.settings = settings;
        this.seal = services.seal();
        this.random = services.random();
        this.ticker = services.ticker();
        this.faults = services.faults();
        this.observer = services.observer();
        this.slots = new SlotChain(store, keys, settings, services);
        this.indexes = new Indexes(store, keys, services);
        this.view = new PartitionView(number, store, settings, slots, indexes, observer);
        this.turn = new Turn(settings);
        this.collector = new Collector(store, keys, indexes, settings);
    }

    // ---- reading

    /** What the log, as far as it was read, says of an agent. The first call reads the newest index and the tail. */
    Optional<AgentEntry> entry(AgentId agent) throws IOException {
        ensureOpen();
        return view.entry(agent);
    }

    /** All agents, as far as the log was read. */
    List<AgentEntry> entries() throws IOException {
        ensureOpen();
        return view.entries();
    }

    private void ensureOpen() throws IOException {
        if (!view.isOpen()) {
            refresh();
        }
    }

    /** Reads what other processes have written since. */
    void refresh() throws IOException {
        turn.run(view::catchUp);
    }

    /** The change of {@code agent} in the segment at {@code position}, if both are there. */
    Optional<StoredRecord> read(AgentId agent, long position) throws IOException {
        return slots.read(position)
                .flatMap(segment -> segment.records().stream()
                        .filter(record -> record.log() instanceof LogRecord.Change change
                                && change.agent().equals(agent))
                        .findFirst());
    }

    PartitionKeys keys() {
        return keys;
    }

    // ---- writing

    /** Writes {@code record} into the log, with whatever else waits, and waits for what becomes of it. */
    CommitResult commit(PreparedRecord record) {
        if (record.bytes() > MAX_RECORD_BYTES) {
            throw new IllegalArgumentException("A commit takes at most " + MAX_RECORD_BYTES + " bytes; that of "
                    + record.log().agent() + " takes " + record.bytes() + ".");
        }
        return turn.await(record, this::write);
    }

    /** How many commits wait for their segment. */
    int waiting() {
        return turn.waiting();
    }

    /** Lets {@code record} ride along with the next segment; nobody waits for it, and it may be lost with the process. */
    void note(PreparedRecord record) {
        turn.addNote(record);
    }

    /** Writes the notes that wait, if there are any. */
    void flushNotes() throws IOException {
        turn.run(() -> {
            if (!turn.notes().isEmpty()) {
                writeRounds(List.of());
            }
        });
    }

    private void write(List<Waiting> batch) {
        IOException failure = new IOException("The thread that wrote the commit ended in an unexpected way.");
        boolean written = false;
        try {
            writeRounds(batch);
            written = true;
        } catch (IOException e) {
            failure = e;
        } finally {
            if (!written) {
                view.close();
                turn.settle(batch, new CommitResult.Unknown(failure));
                observer.commitsUnknown(number, batch.size());
            }
        }
    }

    private void writeRounds(List<Waiting> batch) throws IOException {
        if (!view.isOpen()) {
            view.catchUp();
        }
        List<Waiting> left = batch;
        for (int round = 0; round < settings.rounds(); round++) {
            left = dropFenced(left);
            boolean allFenced = left.isEmpty() && !batch.isEmpty();
            if (allFenced || writeAtEnd(left)) {
                return;
            }
        }
        turn.settle(left, new CommitResult.Overloaded());
    }

    /** Settles those whose agent has another newest commit than the one they were made on. */
    private List<Waiting> dropFenced(List<Waiting> batch) {
        List<Waiting> current = new ArrayList<>();
        List<Waiting> fenced = new ArrayList<>();
        for (Waiting commit : batch) {
            (view.isFollowedBy(commit.record().log()) ? current : fenced).add(commit);
        }
        fenced.forEach(commit -> observer.commitFenced(commit.record().log().agent()));
        turn.settle(fenced, new CommitResult.Fenced());
        return current;
    }

    /** Tries the slot at the end. False means that it is another's, which has been read, and that the end is new. */
    private boolean writeAtEnd(List<Waiting> commits) throws IOException {
        long began = ticker.nanos();
        long position = view.next();
        Nonce writer = Nonce.draw(random);
        List<PreparedRecord> notes = turn.notes();
        List<PreparedRecord> records = new ArrayList<>(notes);
        commits.forEach(commit -> records.add(commit.record()));
        String key = keys.segment(position);
        byte[] bytes = seal.seal(key, SegmentCodec.encode(key, new SegmentHead(writer, number, position), records));
        Instant sent = store.clock();
        faults.reach("log.claim");
        if (!claim(position, bytes, writer)) {
            return false;
        }
        faults.reach("log.claimed");
        refuseFalseEnd(position, sent);
        view.append(records);
        turn.dropNotes(notes.size());
        faults.reach("log.applied");
        turn.settle(commits, new CommitResult.Committed(position));
        observer.segmentWritten(number, records.size(), bytes.length, ticker.nanos() - began);
        return true;
    }

    private boolean claim(long position, byte[] bytes, Nonce writer) throws IOException {
        return switch (slots.claim(position, bytes, writer)) {
            case OWN -> true;
            case TAKEN -> {
                observer.segmentRefused(number);
                view.catchUp();
                yield false;
            }
            case GONE -> {
                observer.segmentRefused(number);
                view.startOver();
                view.catchUp();
                yield false;
            }
        };
    }

    private void refuseFalseEnd(long position, Instant sent) throws IOException {
        if (!view.isTrueEnd(sent)) {
            throw new StoreUnavailableException("The segment " + keys.segment(position) + " was written where the log"
                    + " had been deleted: this process was stopped for too long. Send the messages again.");
        }
    }

    // ---- looking after the log

    /**
     * Whether so much follows the last index that a start would have much to read; an index of many agents is written
     * less often, so that indexes are never most of what is written.
     */
    boolean needsCheckpoint() {
        int worthIt = Math.max(settings.checkpointSegments(), view.agentCount() / AGENTS_PER_SEGMENT);
        return view.segmentsAfterIndex() >= worthIt;
    }

    /** Writes an index at the end of the log, if anything follows the last one. */
    void checkpoint() throws IOException {
        if (view.isOpen() && view.segmentsAfterIndex() > 0) {
            PartitionIndex index = view.index();
            faults.reach("log.checkpoint");
            indexes.write(index);
            view.indexed(index.position());
        }
    }

    /** Deletes slots and indexes that are long covered. */
    void collectLog() throws IOException {
        faults.reach("log.collect");
        observer.collected(number, collector.collectLog());
    }

    /** Deletes snapshots that are long replaced. */
    void collectSnapshots() throws IOException {
        refresh();
        List<AgentEntry> entries = view.entries();
        faults.reach("log.collect-snapshots");
        observer.collected(number, collector.collectSnapshots(entries));
    }
}
