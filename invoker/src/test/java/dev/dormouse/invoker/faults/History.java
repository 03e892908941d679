package dev.dormouse.invoker.faults;

import dev.dormouse.invoker.RuntimeFixture;
import dev.dormouse.snapshot.AgentId;
import dev.dormouse.snapshot.Pause;
import dev.dormouse.snapshot.SnapshotStoreObserver;
import dev.dormouse.snapshot.format.AgentEntry;
import dev.dormouse.snapshot.format.LogRecord;
import dev.dormouse.snapshot.format.SealedObjects;
import dev.dormouse.snapshot.format.Segment;
import dev.dormouse.snapshot.format.SegmentCodec;
import dev.dormouse.snapshot.format.StoredRecord;
import dev.dormouse.snapshot.object.FaultPoints;
import dev.dormouse.snapshot.object.ObjectStore;
import dev.dormouse.snapshot.store.SnapshotStore;
import dev.dormouse.snapshot.store.StoreServices;
import dev.dormouse.snapshot.store.StoreSettings;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Reads every slot of every partition once, before it can be deleted, and notes what must not be: a commit that does not
 * follow the one before, a slot that is missing, an object that is named and not there. Used by one thread.
 */
final class History {
    private static final SealedObjects SEAL = RuntimeFixture.seal();

    private final ObjectStore objects;
    private final StoreSettings settings;
    private final InstantSource clock;
    private final long[] ends;
    private final Map<AgentId, Tip> tips = new HashMap<>();
    private final List<String> wrong = new ArrayList<>();
    private int segments;
    private int commits;

    /** The newest commit of an agent. */
    private record Tip(long position, long generation) {}

    History(ObjectStore objects, StoreSettings settings, InstantSource clock) {
        this.objects = objects;
        this.settings = settings;
        this.clock = clock;
        this.ends = new long[settings.partitions()];
    }

    /** What must not be and was; empty for a good history. */
    List<String> wrong() {
        return List.copyOf(wrong);
    }

    int segments() {
        return segments;
    }

    int commits() {
        return commits;
    }

    /** The generation of an agent's newest commit. */
    long generation(AgentId agent) {
        return tips.getOrDefault(agent, new Tip(LogRecord.NONE, 0)).generation();
    }

    /** Reads on to the end of each partition. */
    void readOn() throws IOException {
        for (int partition = 0; partition < ends.length; partition++) {
            String folder = "log/%04d/".formatted(partition);
            String key = slot(folder, ends[partition]);
            for (Optional<byte[]> bytes = objects.get(key); bytes.isPresent(); bytes = objects.get(key)) {
                follow(SegmentCodec.decode(key, SEAL.open(key, bytes.get())));
                key = slot(folder, ++ends[partition]);
            }
            List<?> behind = objects.list(folder, key);
            if (!behind.isEmpty()) {
                wrong.add("There is no " + key + ", but " + behind);
            }
        }
    }

    private static String slot(String folder, long position) {
        return folder + "%019d".formatted(position);
    }

    private void follow(Segment segment) {
        segments++;
        for (StoredRecord record : segment.records()) {
            if (record.log() instanceof LogRecord.Change change) {
                follow(record.position(), change);
            }
        }
    }

    private void follow(long position, LogRecord.Change change) {
        commits++;
        Tip before = tips.getOrDefault(change.agent(), new Tip(LogRecord.NONE, 0));
        if (change.previous() != before.position() || change.generation() != before.generation() + 1) {
            wrong.add("At " + position + " stands " + change + ", after " + before);
        }
        tips.put(change.agent(), new Tip(position, change.generation()));
    }

    /** Looks whether all that the newest index and log name is there. */
    void checkReferences(Set<String> stored) throws IOException {
        try (SnapshotStore fresh = open()) {
            for (AgentId agent : tips.keySet()) {
                AgentEntry entry = fresh.describe(agent).orElseThrow();
                String partition = "%04d/".formatted(agent.partition(ends.length));
                entry.unpacked().forEach(position -> require(stored, agent, slot("log/" + partition, position)));
                entry.snapshots()
                        .forEach(ref -> require(
                                stored, agent, slot("snapshot/" + partition + agent.digest() + "-", ref.tip())));
                if (entry.generation() != generation(agent)) {
                    wrong.add(agent + " is said to be at " + entry.generation() + ", not " + generation(agent));
                }
            }
        }
    }

    private void require(Set<String> stored, AgentId agent, String key) {
        if (!stored.contains(key)) {
            wrong.add(agent + " needs " + key + ", which is not there");
        }
    }

    /** Deletes what nobody needs, as a process does that has just begun. */
    void collect() throws IOException {
        open().collect();
    }

    private SnapshotStore open() throws IOException {
        return SnapshotStore.open(
                objects,
                (revision, base) -> {
                    throw new IOException("An auditor loads nobody.");
                },
                settings,
                new StoreServices(
                        SEAL,
                        clock,
                        () -> 0,
                        new Random(1),
                        Pause.parking(),
                        Runnable::run,
                        FaultPoints.NONE,
                        SnapshotStoreObserver.NONE));
    }
}
