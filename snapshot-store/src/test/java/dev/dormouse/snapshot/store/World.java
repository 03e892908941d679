package dev.dormouse.snapshot.store;

import dev.dormouse.snapshot.AgentId;
import dev.dormouse.snapshot.BaseId;
import dev.dormouse.snapshot.BaseImage;
import dev.dormouse.snapshot.FunctionName;
import dev.dormouse.snapshot.InstanceImage;
import dev.dormouse.snapshot.RememberedAnswer;
import dev.dormouse.snapshot.RevisionId;
import dev.dormouse.snapshot.SnapshotStoreObserver;
import dev.dormouse.snapshot.format.Images;
import dev.dormouse.snapshot.format.SealedObjects;
import dev.dormouse.snapshot.log.LogSettings;
import dev.dormouse.snapshot.object.FaultPoints;
import dev.dormouse.snapshot.object.ManualClock;
import dev.dormouse.snapshot.object.ObjectStore;
import dev.dormouse.snapshot.object.memory.HeapObjectStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executor;

/**
 * A function whose agents write down each message that they get, and processes that serve them: so the state itself
 * says which messages changed it, how often and in which order.
 */
final class World {
    static final FunctionName FUNCTION = new FunctionName("diary");
    static final RevisionId REVISION = new RevisionId(FUNCTION, 1);
    static final RevisionBase BASE =
            new RevisionBase(new BaseImage(new BaseId("12".repeat(32)), Images.base(4, 1)), Images.LIMITS);
    static final RevisionId NEXT_REVISION = new RevisionId(FUNCTION, 2);
    static final RevisionBase NEXT_BASE =
            new RevisionBase(new BaseImage(new BaseId("34".repeat(32)), Images.base(5, 2)), Images.LIMITS);

    static final LogSettings QUICK =
            new LogSettings(1 << 20, 64, 64, 4, Duration.ofMillis(1), 16, Duration.ofHours(1), Duration.ofDays(1), 8);

    static final SealedObjects SEAL = new SealedObjects(
            new byte[SealedObjects.SECRET_BYTES], SealedObjects.Mode.AUTHENTICATED, new SecureRandom());

    private static final String DIARY = "diary";

    final ManualClock clock = new ManualClock();
    final ObjectStore objects;
    StoreSettings settings = new StoreSettings(2, QUICK, 4, 1 << 20, 64, 64 << 10, Duration.ofHours(24), 1024);
    SealedObjects seal = SEAL;
    FaultPoints faults = FaultPoints.NONE;
    SnapshotStoreObserver observer = SnapshotStoreObserver.NONE;
    Executor background = Runnable::run;
    private long seed = 1;

    World() {
        objects = new HeapObjectStore(clock, 1L << 30);
    }

    World(ObjectStore objects) {
        this.objects = objects;
    }

    /** A process that serves agents from the world's store. */
    SnapshotStore process() throws IOException {
        return process(objects);
    }

    SnapshotStore process(ObjectStore through) throws IOException {
        return SnapshotStore.open(through, World::base, settings, services());
    }

    private StoreServices services() {
        return new StoreServices(seal, clock, clock, new Random(seed++), duration -> {}, background, faults, observer);
    }

    private static RevisionBase base(RevisionId revision, BaseId id) throws IOException {
        for (RevisionBase base : List.of(BASE, NEXT_BASE)) {
            if (base.image().id().equals(id)) {
                return base;
            }
        }
        throw new IOException("There is no base " + id + " of " + revision);
    }

    static AgentId agent(String key) {
        return new AgentId(FUNCTION, key);
    }

    /** The agent as it is, or a fresh one. */
    static Snapshot loadOrFresh(SnapshotStore store, AgentId agent) throws IOException {
        return store.load(agent).orElseGet(() -> Snapshot.fresh(agent, REVISION, BASE));
    }

    /** Runs a message on {@code snapshot}: the diary grows, and some memory changes. */
    static InstanceImage run(Snapshot snapshot, String message) {
        String diary = String.join(",", diary(snapshot)) + (diary(snapshot).isEmpty() ? "" : ",") + message;
        int address = Math.floorMod(message.hashCode(), 40) * 4096 + diary.length() % 4096;
        return Images.withByte(Images.withVariable(snapshot.image(), DIARY, diary), address, diary.length());
    }

    /** Which messages changed the state, in order. */
    static List<String> diary(Snapshot snapshot) {
        byte[] text = snapshot.image().variables().getOrDefault(DIARY, new byte[0]);
        return text.length == 0 ? List.of() : List.of(new String(text, StandardCharsets.UTF_8).split(","));
    }

    Commit commit(SnapshotStore store, Snapshot from, String message) {
        RememberedAnswer answer =
                new RememberedAnswer(message, ("done " + message).getBytes(StandardCharsets.UTF_8), clock.millis());
        return store.commit(from, run(from, message), Optional.of(answer), new BitSet());
    }

    /** Runs one message on an agent that nobody else uses. */
    Snapshot send(SnapshotStore store, AgentId agent, String message) throws IOException {
        return committed(commit(store, loadOrFresh(store, agent), message));
    }

    static Snapshot committed(Commit commit) {
        if (commit instanceof Commit.Committed committed) {
            return committed.snapshot();
        }
        throw new AssertionError("not committed: " + commit);
    }
}
