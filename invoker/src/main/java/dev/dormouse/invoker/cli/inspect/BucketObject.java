package dev.dormouse.invoker.cli.inspect;

import dev.dormouse.invoker.StoreLocation;
import dev.dormouse.invoker.cli.command.CommandFailed;
import dev.dormouse.invoker.cli.command.Surroundings;
import dev.dormouse.invoker.cli.command.WrongUse;
import dev.dormouse.snapshot.Pause;
import dev.dormouse.snapshot.object.s3.S3ObjectStore;
import dev.dormouse.snapshot.object.s3.S3Settings;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/** Reads one object of a store in S3. */
final class BucketObject {
    private BucketObject() {}

    /** The object's content; changes nothing, and may be done beside running runtimes. */
    static byte[] read(StoreLocation.Bucket bucket, Optional<URI> endpoint, String key, Surroundings surroundings) {
        S3Settings settings = settings(bucket, endpoint);
        try (S3ObjectStore store =
                S3ObjectStore.open(settings, surroundings.ticker(), Pause.parking(), surroundings.secrets())) {
            return store.get(key)
                    .orElseThrow(
                            () -> new CommandFailed("There is no object " + key + " in " + settings.place() + "."));
        } catch (IllegalArgumentException refused) {
            throw new WrongUse(refused);
        } catch (IOException unreadable) {
            throw new CommandFailed(String.valueOf(unreadable.getMessage()));
        }
    }

    private static S3Settings settings(StoreLocation.Bucket bucket, Optional<URI> endpoint) {
        try {
            return S3Settings.of(bucket.bucket(), bucket.prefix(), endpoint);
        } catch (IllegalArgumentException refused) {
            throw new WrongUse(refused);
        }
    }
}
