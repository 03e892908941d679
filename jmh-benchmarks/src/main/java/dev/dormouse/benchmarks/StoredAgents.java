package dev.dormouse.benchmarks;

import dev.dormouse.snapshot.AgentId;
import dev.dormouse.snapshot.BaseId;
import dev.dormouse.snapshot.BaseImage;
import dev.dormouse.snapshot.FunctionName;
import dev.dormouse.snapshot.GranuleTable;
import dev.dormouse.snapshot.InstanceImage;
import dev.dormouse.snapshot.Pause;
import dev.dormouse.snapshot.RevisionId;
import dev.dormouse.snapshot.SnapshotStoreObserver;
import dev.dormouse.snapshot.format.DecodeLimits;
import dev.dormouse.snapshot.format.SealedObjects;
import dev.dormouse.snapshot.object.FaultPoints;
import dev.dormouse.snapshot.object.ObjectStore;
import dev.dormouse.snapshot.object.directory.DirectoryObjectStore;
import dev.dormouse.snapshot.object.memory.HeapObjectStore;
import dev.dormouse.snapshot.object.s3.S3Credentials;
import dev.dormouse.snapshot.object.s3.S3ObjectStore;
import dev.dormouse.snapshot.object.s3.S3Settings;
import dev.dormouse.snapshot.object.s3.fake.S3Fake;
import dev.dormouse.snapshot.store.Commit;
import dev.dormouse.snapshot.store.RevisionBase;
import dev.dormouse.snapshot.store.Snapshot;
import dev.dormouse.snapshot.store.SnapshotStore;
import dev.dormouse.snapshot.store.StoreServices;
import dev.dormouse.snapshot.store.StoreSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Agents of one function in the store of record, below everything that runs them. Thread-safe. */
@CompositionRoot
final class StoredAgents implements AutoCloseable {
    private static final RevisionId REVISION = new RevisionId(new FunctionName("benchmark"), 1);
    private static final DecodeLimits LIMITS = new DecodeLimits(1_024, 1 << 20);

    private final RevisionBase base;
    private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
    private final Path directory;
    private final Optional<S3Fake> bucket;
    private final ObjectStore objects;
    private final SnapshotStore store;

    private StoredAgents(InstanceImage base, Tier tier) throws IOException {
        this.base = new RevisionBase(new BaseImage(new BaseId("0".repeat(64)), base), LIMITS);
        this.directory = Files.createTempDirectory("dormouse-benchmark-");
        this.bucket = inBucket(tier) ? Optional.of(S3Fake.start(InstantSource.system())) : Optional.empty();
        this.objects = objects(tier);
        this.store = SnapshotStore.open(objects, (revision, id) -> this.base, StoreSettings.DEFAULT, services());
    }

    /** An empty store. A directory is made where the JVM makes temporary files ({@code -Djava.io.tmpdir}). */
    static StoredAgents open(InstanceImage base, Tier tier) throws IOException {
        return new StoredAgents(base, tier);
    }

    private static boolean inBucket(Tier tier) {
        return tier == Tier.BUCKET || tier == Tier.BUCKET_5MS;
    }

    private ObjectStore objects(Tier tier) throws IOException {
        return switch (tier) {
            case HEAP -> new HeapObjectStore(InstantSource.system(), 1L << 30);
            case DISK -> DirectoryObjectStore.open(directory, InstantSource.system(), FaultPoints.NONE);
            case BUCKET, BUCKET_5MS -> {
                S3Settings settings = S3Settings.of(
                                S3Fake.BUCKET,
                                "benchmark",
                                Optional.of(bucket.orElseThrow().endpoint()))
                        .withCredentials(new S3Credentials("key", "secret"));
                yield S3ObjectStore.open(settings, System::nanoTime, Pause.parking(), random());
            }
        };
    }

    private StoreServices services() {
        return new StoreServices(
                new SealedObjects(
                        new byte[SealedObjects.SECRET_BYTES], SealedObjects.Mode.AUTHENTICATED, new SecureRandom()),
                InstantSource.system(),
                System::nanoTime,
                random(),
                Pause.parking(),
                background,
                FaultPoints.NONE,
                SnapshotStoreObserver.NONE);
    }

    /** From now on the bucket, if there is one, waits before each answer. */
    void delay(Duration time) {
        bucket.ifPresent(fake -> fake.delay(time));
    }

    private static RandomGenerator random() {
        return new SecureRandom();
    }

    /** An agent that has had no message yet. */
    Snapshot fresh(String key) {
        return Snapshot.fresh(new AgentId(REVISION.function(), key), REVISION, base);
    }

    /** An agent in the store that is found by reading one object. */
    Snapshot packed(String key, InstanceImage image) throws IOException {
        Snapshot snapshot = commit(fresh(key), image);
        store.pack(snapshot, new BitSet());
        store.flush(List.of(snapshot.agent()));
        return snapshot;
    }

    /** Commits a change and answers when it is durable. */
    Snapshot commit(Snapshot from, InstanceImage to) {
        return switch (store.commit(from, to, Optional.empty(), new BitSet())) {
            case Commit.Committed committed -> committed.snapshot();
            case Commit.Fenced fenced -> throw new IllegalStateException("fenced");
            case Commit.Overloaded overloaded -> throw new IllegalStateException("overloaded");
            case Commit.Unknown unknown -> throw new UncheckedIOException(unknown.cause());
        };
    }

    /** Reads an agent from the store. */
    Snapshot load(AgentId agent) throws IOException {
        return store.load(agent).orElseThrow();
    }

    /**
     * An image that differs from another one in some granules, the first of which is the memory's second: their content
     * is random, so nothing of it can be compressed.
     */
    static InstanceImage changed(InstanceImage image, int granules, SplittableRandom random) {
        byte[][] pointers = image.memory().pointers(image.memory().size());
        for (int i = 1; i <= granules; i++) {
            byte[] content = new byte[GranuleTable.GRANULE_BYTES];
            random.nextBytes(content);
            pointers[i] = content;
        }
        return new InstanceImage(
                GranuleTable.own(pointers),
                image.globals(),
                image.tables(),
                image.droppedElements(),
                image.droppedData(),
                image.variables());
    }

    @Override
    public void close() throws IOException {
        store.close();
        background.close();
        objects.close();
        bucket.ifPresent(S3Fake::close);
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
