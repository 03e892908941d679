package dev.dormouse.invoker;

import dev.dormouse.invoker.RuntimeSettings.Storage;
import dev.dormouse.snapshot.Pause;
import dev.dormouse.snapshot.Ticker;
import dev.dormouse.snapshot.object.FaultPoints;
import dev.dormouse.snapshot.object.ObjectStore;
import dev.dormouse.snapshot.object.StoreRefusedException;
import dev.dormouse.snapshot.object.directory.DirectoryObjectStore;
import dev.dormouse.snapshot.object.probe.CreateOnlyProbe;
import dev.dormouse.snapshot.object.probe.ProbeSettings;
import dev.dormouse.snapshot.object.s3.S3ObjectStore;
import dev.dormouse.snapshot.object.s3.S3Settings;
import dev.dormouse.snapshot.object.tiered.CachedObjectStore;
import dev.dormouse.snapshot.object.watched.WatchedStore;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The store of record as this process uses it, with the secret of its seals. A bucket is tried before its first use,
 * and what is read again and again is kept below the data directory as well.
 */
final class OpenedStore implements AutoCloseable {
    /** What is read again and again: modules, their classes, the images that instances start from. */
    private static final List<String> CACHED = List.of("modules/", "compiled/", "bases/", "snapshot/");

    private final ObjectStore objects;
    private final WatchedStore watched;
    private final String tier;
    private final byte[] sealSecret;

    /** @param watched what is below {@code objects} */
    private OpenedStore(ObjectStore objects, WatchedStore watched, String tier, byte[] sealSecret) {
        this.objects = objects;
        this.watched = watched;
        this.tier = tier;
        this.sealSecret = sealSecret;
    }

    /**
     * What a store is opened with.
     *
     * @param clock wall clock, the own time of a store on this machine
     * @param ticker monotonic clock
     * @param ids thread-safe
     * @param secrets for a secret that is not there yet
     */
    record Sources(InstantSource clock, Ticker ticker, RandomGenerator ids, SecureRandom secrets) {}

    /**
     * Opens what the settings name. The data directory exists.
     *
     * @throws StoreRefusedException if it cannot be used
     * @throws StartRefused if the secret of its seals is not to be had
     */
    static OpenedStore open(Storage storage, Sources sources, StartProgress progress) throws IOException, StartRefused {
        return switch (storage.store()) {
            case StoreLocation.Directory directory -> inDirectory(directory.path(), storage, sources);
            case StoreLocation.Bucket bucket -> inBucket(bucket, storage, sources, progress);
        };
    }

    private static OpenedStore inDirectory(Path directory, Storage storage, Sources sources)
            throws IOException, StartRefused {
        WatchedStore store = new WatchedStore(
                DirectoryObjectStore.open(directory, sources.clock(), FaultPoints.NONE), sources.ticker());
        try {
            byte[] secret = new SharedSeal(store, directory.toString()).secret(SealKey.of(storage), sources.secrets());
            return new OpenedStore(store, store, "disk", secret);
        } catch (IOException | StartRefused | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private static OpenedStore inBucket(
            StoreLocation.Bucket bucket, Storage storage, Sources sources, StartProgress progress)
            throws IOException, StartRefused {
        S3Settings settings = S3Settings.of(bucket.bucket(), bucket.prefix(), storage.endpoint());
        WatchedStore store = new WatchedStore(
                S3ObjectStore.open(settings, sources.ticker(), Pause.parking(), sources.ids()), sources.ticker());
        try {
            probe(store, settings.place(), sources, progress);
            byte[] secret = new SharedSeal(store, settings.place()).secret(SealKey.of(storage), sources.secrets());
            ObjectStore cached =
                    CachedObjectStore.open(store, storage.data().resolve("cache"), storage.cacheBytes(), CACHED);
            return new OpenedStore(cached, store, "store", secret);
        } catch (IOException | StartRefused | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private static void probe(ObjectStore store, String place, Sources sources, StartProgress progress)
            throws IOException {
        long began = sources.ticker().nanos();
        int raced = new CreateOnlyProbe(store, place, ProbeSettings.DEFAULT, sources.ticker(), sources.ids()).check();
        if (raced > 0) {
            progress.done(
                    "tried " + place + " with concurrent writers",
                    Duration.ofNanos(sources.ticker().nanos() - began));
        }
    }

    ObjectStore objects() {
        return objects;
    }

    /** Why nothing can be written now, as a sentence; empty if something can. May ask the store. */
    Optional<String> trouble() {
        return watched.trouble();
    }

    /** What answers call it. */
    String tier() {
        return tier;
    }

    /** To read, never to write. */
    byte[] sealSecret() {
        return sealSecret;
    }

    @Override
    public void close() {
        objects.close();
    }
}
