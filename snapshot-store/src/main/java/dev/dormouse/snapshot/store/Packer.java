package dev.dormouse.snapshot.store;

import dev.dormouse.snapshot.AgentId;
import dev.dormouse.snapshot.SnapshotStoreObserver;
import dev.dormouse.snapshot.format.AgentEntry;
import dev.dormouse.snapshot.format.LogRecord;
import dev.dormouse.snapshot.format.SealedObjects;
import dev.dormouse.snapshot.format.SnapshotCodec;
import dev.dormouse.snapshot.format.SnapshotHead;
import dev.dormouse.snapshot.log.CommitLog;
import dev.dormouse.snapshot.object.FaultPoints;
import dev.dormouse.snapshot.object.ObjectStore;
import java.io.IOException;
import java.util.BitSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Writes snapshots: when an agent is suspended, and behind the back of its messages when its log has grown. */
final class Packer {
    private final ObjectStore objects;
    private final CommitLog log;
    private final StoreSettings settings;
    private final SealedObjects seal;
    private final Executor background;
    private final FaultPoints faults;
    private final SnapshotStoreObserver observer;
    private final Set<AgentId> underWay = ConcurrentHashMap.newKeySet();

    Packer(ObjectStore objects, CommitLog log, StoreSettings settings, StoreServices services) {
        this.objects = objects;
        this.log = log;
        this.settings = settings;
        this.seal = services.seal();
        this.background = services.background();
        this.faults = services.faults();
        this.observer = services.observer();
    }

    /**
     * Writes {@code snapshot} if no object says the same already. It counts once a later segment or index says that it
     * is there; until then the log says the same.
     */
    void pack(Snapshot snapshot, BitSet hot) throws IOException {
        Optional<AgentEntry> entry = log.entry(snapshot.agent());
        if (entry.isEmpty() || !entry.get().unpacked().contains(snapshot.tip())) {
            return;
        }
        String key = log.snapshotKey(snapshot.agent(), snapshot.tip());
        SnapshotHead head = new SnapshotHead(
                snapshot.agent(),
                snapshot.tip(),
                snapshot.generation(),
                snapshot.revision(),
                snapshot.base().image().id());
        byte[] bytes =
                seal.seal(key, SnapshotCodec.encode(key, head, snapshot.base().image(), snapshot.state(), hot));
        faults.reach("store.pack");
        objects.createOnly(key, bytes);
        faults.reach("store.packed");
        log.note(new LogRecord.Packing(snapshot.agent(), snapshot.tip(), snapshot.generation(), bytes.length));
        observer.packed(snapshot.agent(), bytes.length);
    }

    /** Packs in the background if the agent's part of the log has grown; never two at once of one agent. */
    void packIfGrown(Snapshot snapshot, BitSet hot) throws IOException {
        Optional<AgentEntry> entry = log.entry(snapshot.agent());
        if (entry.isPresent() && hasGrown(entry.get()) && underWay.add(snapshot.agent())) {
            try {
                background.execute(() -> packQuietly(snapshot, hot));
            } catch (RejectedExecutionException e) {
                underWay.remove(snapshot.agent()); // at the next commit, then
            }
        }
    }

    private boolean hasGrown(AgentEntry entry) {
        long lastBytes =
                entry.snapshots().isEmpty() ? 0 : entry.snapshots().getLast().bytes();
        return entry.unpacked().size() >= settings.packAfterCommits()
                || entry.unpackedBytes() >= Math.max(settings.packAfterBytes(), lastBytes);
    }

    private void packQuietly(Snapshot snapshot, BitSet hot) {
        try {
            pack(snapshot, hot);
        } catch (IOException e) {
            // The log says the same; the next commit tries again.
        } finally {
            underWay.remove(snapshot.agent());
        }
    }
}
