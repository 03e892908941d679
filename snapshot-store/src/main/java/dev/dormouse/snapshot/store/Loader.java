package dev.dormouse.snapshot.store;

import dev.dormouse.snapshot.AgentId;
import dev.dormouse.snapshot.InstanceImage;
import dev.dormouse.snapshot.RememberedAnswer;
import dev.dormouse.snapshot.format.AgentEntry;
import dev.dormouse.snapshot.format.AgentEntry.SnapshotRef;
import dev.dormouse.snapshot.format.AgentState;
import dev.dormouse.snapshot.format.CorruptObjectException;
import dev.dormouse.snapshot.format.GranuleInterner;
import dev.dormouse.snapshot.format.LogRecord;
import dev.dormouse.snapshot.format.SealedObjects;
import dev.dormouse.snapshot.format.SnapshotCodec;
import dev.dormouse.snapshot.format.SnapshotHead;
import dev.dormouse.snapshot.format.StoredRecord;
import dev.dormouse.snapshot.format.StoredSnapshot;
import dev.dormouse.snapshot.log.CommitLog;
import dev.dormouse.snapshot.object.ObjectStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts one agent's state together: the newest snapshot and the commits after it; where the snapshot is damaged, an
 * older one and all commits since. Used by one thread, for one load.
 */
final class Loader {
    private static final int MAX_STEPS_BACK = 10_000;

    private final ObjectStore objects;
    private final SealedObjects seal;
    private final CommitLog log;
    private final Bases bases;
    private final Answers answers;
    private final GranuleInterner interner;
    private final AgentEntry entry;
    private final AgentId agent;

    private int objectsRead;
    private long bytesRead;

    Loader(
            ObjectStore objects,
            SealedObjects seal,
            CommitLog log,
            Bases bases,
            Answers answers,
            GranuleInterner interner,
            AgentEntry entry) {
        this.objects = objects;
        this.seal = seal;
        this.log = log;
        this.bases = bases;
        this.answers = answers;
        this.interner = interner;
        this.entry = entry;
        this.agent = entry.agent();
    }

    /** An object that should be there is not: one's view of the log may be too old. */
    static final class MissingObjectException extends IOException {
        private static final long serialVersionUID = 1L;

        MissingObjectException(String key) {
            super("The object " + key + " is missing.");
        }
    }

    int objectsRead() {
        return objectsRead;
    }

    long bytesRead() {
        return bytesRead;
    }

    /** The newest state, by the shortest way. */
    Snapshot newest() throws IOException {
        List<StoredRecord> records = unpacked();
        return follow(beginsWhole(records) ? null : snapshot(newestSnapshot()), records);
    }

    private List<StoredRecord> unpacked() throws IOException {
        List<StoredRecord> records = new ArrayList<>();
        for (long position : entry.unpacked()) {
            records.add(record(position));
        }
        return records;
    }

    private static boolean beginsWhole(List<StoredRecord> records) throws CorruptObjectException {
        return !records.isEmpty() && change(records.getFirst()).whole();
    }

    private SnapshotRef newestSnapshot() throws CorruptObjectException {
        if (entry.snapshots().isEmpty()) {
            throw new CorruptObjectException("The index names no snapshot of " + agent + " and no whole commit.");
        }
        return entry.snapshots().getLast();
    }

    /**
     * What the last messages were answered, by the shortest way and without any base: a revision that is gone has none.
     */
    List<RememberedAnswer> remembered() throws IOException {
        List<StoredRecord> records = unpacked();
        List<RememberedAnswer> remembered =
                beginsWhole(records) ? List.of() : stored(newestSnapshot()).answers();
        for (StoredRecord record : records) {
            remembered = change(record).whole() ? record.answers() : answers.with(remembered, record.answers());
        }
        return remembered;
    }

    /** The newest state from an older snapshot, or from the last whole commit: as far back as it takes. */
    Snapshot newestByTheLongWay() throws IOException {
        List<StoredRecord> records = new ArrayList<>();
        long position = entry.tip();
        for (int step = 0; step < MAX_STEPS_BACK; step++) {
            StoredRecord record = record(position);
            records.addFirst(record);
            if (change(record).whole()) {
                return follow(null, records);
            }
            position = change(record).previous();
            Optional<Snapshot> start = readable(position);
            if (start.isPresent()) {
                return follow(start.get(), records);
            }
        }
        throw new CorruptObjectException("No snapshot of " + agent + " can be read, and no whole commit is near.");
    }

    /** The state at an earlier generation, if there is a snapshot of it. */
    Optional<Snapshot> at(long generation) throws IOException {
        for (SnapshotRef ref : entry.snapshots()) {
            if (ref.generation() == generation) {
                return Optional.of(snapshot(ref));
            }
        }
        return Optional.empty();
    }

    private Optional<Snapshot> readable(long tip) throws IOException {
        for (SnapshotRef ref : entry.snapshots()) {
            if (ref.tip() == tip) {
                try {
                    return Optional.of(snapshot(ref));
                } catch (CorruptObjectException | MissingObjectException e) {
                    return Optional.empty(); // further back, then
                }
            }
        }
        return Optional.empty();
    }

    private StoredRecord record(long position) throws IOException {
        StoredRecord record = log.read(agent, position)
                .orElseThrow(() -> new MissingObjectException("with the commit of " + agent + " at " + position));
        objectsRead++;
        bytesRead += record.bytes();
        return record;
    }

    private static LogRecord.Change change(StoredRecord record) throws CorruptObjectException {
        if (record.log() instanceof LogRecord.Change change) {
            return change;
        }
        throw new CorruptObjectException("A record is not a change.");
    }

    private Snapshot snapshot(SnapshotRef ref) throws IOException {
        StoredSnapshot stored = stored(ref);
        SnapshotHead head = stored.head();
        RevisionBase base = bases.base(head.revision(), head.base());
        AgentState state = stored.state(base.image(), base.limits(), interner);
        return new Snapshot(agent, head.revision(), base, head.tip(), head.generation(), state);
    }

    private StoredSnapshot stored(SnapshotRef ref) throws IOException {
        String key = log.snapshotKey(agent, ref.tip());
        byte[] sealed = objects.get(key).orElseThrow(() -> new MissingObjectException(key));
        objectsRead++;
        bytesRead += sealed.length;
        StoredSnapshot stored = SnapshotCodec.decode(key, seal.open(key, sealed));
        SnapshotHead head = stored.head();
        if (!head.agent().equals(agent) || head.tip() != ref.tip() || head.generation() != ref.generation()) {
            throw new CorruptObjectException("The object " + key + " is a snapshot of " + head.agent()
                    + " at generation " + head.generation() + ", not of " + agent + " at " + ref.generation() + ".");
        }
        return stored;
    }

    /** @param start what the first record follows; null if it is whole */
    private Snapshot follow(@Nullable Snapshot start, List<StoredRecord> records) throws IOException {
        Snapshot at = start;
        for (StoredRecord record : records) {
            LogRecord.Change change = change(record);
            if (change.whole()) {
                at = whole(record, change);
            } else if (at != null && at.tip() == change.previous() && isOn(change, at)) {
                at = next(at, record, change);
            } else {
                throw new CorruptObjectException("The commit of generation " + change.generation() + " of " + agent
                        + " does not follow what is there.");
            }
        }
        if (at == null || at.tip() != entry.tip() || at.generation() != entry.generation()) {
            throw new CorruptObjectException(
                    "What is stored of " + agent + " does not lead to generation " + entry.generation() + ".");
        }
        return at;
    }

    private static boolean isOn(LogRecord.Change change, Snapshot before) {
        return change.base().equals(before.base().image().id()) && change.generation() == before.generation() + 1;
    }

    private Snapshot whole(StoredRecord record, LogRecord.Change change) throws IOException {
        RevisionBase base = bases.base(change.revision(), change.base());
        InstanceImage image = record.image(base.image().image(), base.limits(), interner);
        AgentState state = new AgentState(image, record.answers());
        return new Snapshot(agent, change.revision(), base, record.position(), change.generation(), state);
    }

    private Snapshot next(Snapshot before, StoredRecord record, LogRecord.Change change) throws CorruptObjectException {
        InstanceImage image = record.image(before.image(), before.base().limits(), interner);
        List<RememberedAnswer> remembered = answers.with(before.state().answers(), record.answers());
        AgentState state = new AgentState(image, remembered);
        return new Snapshot(agent, change.revision(), before.base(), record.position(), change.generation(), state);
    }
}
