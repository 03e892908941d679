package dev.dormouse.invoker.cli.inspect;

import dev.dormouse.invoker.StoreLocation;
import dev.dormouse.invoker.cli.command.CommandFailed;
import dev.dormouse.invoker.cli.command.ExitCode;
import dev.dormouse.invoker.cli.command.JsonText;
import dev.dormouse.invoker.cli.command.OutputOptions;
import dev.dormouse.invoker.cli.command.StoreAddress;
import dev.dormouse.invoker.cli.command.Surroundings;
import dev.dormouse.invoker.cli.command.WrongUse;
import dev.dormouse.snapshot.format.Inspection;
import dev.dormouse.snapshot.format.ObjectInspector;
import dev.dormouse.snapshot.format.SealedObjects;
import dev.dormouse.snapshot.object.directory.FileNames;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dormouse inspect}: what is in a stored object, whether a runtime uses it or not. */
@Command(
        name = "inspect",
        description =
                "Says what is in a stored object, and where it is damaged. It reads the object and needs no running"
                        + " runtime. Exit code 1 if something is wrong with the object.")
public final class InspectCommand implements Callable<Integer> {
    private static final long MAX_BYTES = 1L << 30;
    private static final String SEAL_KEY = "seal.key";

    private final Surroundings surroundings;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Parameters(
            paramLabel = "FILE|KEY",
            description = "The file of an object in a store's directory; with --store, the object's key.")
    private String subject = "";

    @Option(
            names = "--store",
            paramLabel = "DIR|URL",
            description = "The store that the key is in: a directory or s3://bucket/prefix.")
    private @Nullable String store;

    @Option(names = "--store-endpoint", paramLabel = "URL", description = "Address of an S3 server other than AWS's.")
    private @Nullable URI endpoint;

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description =
                    "The key of an object whose file lies elsewhere, such as in a backup: its checksums cover it.")
    private @Nullable String key;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The runtime's data directory; with its " + SEAL_KEY + " sealed objects are opened.")
    private @Nullable String data;

    /** @param surroundings what the command sees and says */
    public InspectCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Inspection inspection = inspect();
        if (output.json()) {
            surroundings.out().println(JsonText.pretty(InspectionText.json(inspection)));
        } else {
            InspectionText.print(inspection, surroundings.out());
        }
        return (inspection.isSound() ? ExitCode.DONE : ExitCode.FAILED).number();
    }

    private Inspection inspect() {
        if (store == null) {
            return inspectFile(surroundings.resolve(subject));
        }
        return switch (location(store)) {
            case StoreLocation.Directory directory -> inspectFile(fileOf(directory.path()));
            case StoreLocation.Bucket bucket ->
                inspector()
                        .inspect(
                                Optional.ofNullable(key).orElse(subject),
                                BucketObject.read(bucket, Optional.ofNullable(endpoint), subject, surroundings));
        };
    }

    private StoreLocation location(String address) {
        try {
            return StoreAddress.parse(address, surroundings::resolve);
        } catch (IllegalArgumentException refused) {
            throw new WrongUse("--store is " + refused.getMessage() + ". Say which of them holds " + subject + ".");
        }
    }

    private Inspection inspectFile(Path file) {
        byte[] bytes = read(file, MAX_BYTES);
        return inspector().inspect(keyOf(file), bytes);
    }

    private Path fileOf(Path directory) {
        try {
            return FileNames.inStore(directory, subject);
        } catch (IllegalArgumentException refused) {
            throw new WrongUse(refused);
        }
    }

    private String keyOf(Path file) {
        return Optional.ofNullable(key)
                .or(() -> FileNames.keyOf(file))
                .orElseThrow(() -> new WrongUse("The checksums of an object cover its key, and the place of " + file
                        + " does not tell it. Say it with --key."));
    }

    private ObjectInspector inspector() {
        if (data == null) {
            return new ObjectInspector(mode -> Optional.empty());
        }
        Path file = surroundings.resolve(data).resolve(SEAL_KEY);
        byte[] secret = read(file, SealedObjects.SECRET_BYTES);
        if (secret.length != SealedObjects.SECRET_BYTES) {
            throw new CommandFailed("The file " + file + " holds a secret of " + SealedObjects.SECRET_BYTES
                    + " bytes; this one has " + secret.length
                    + ". Name the data directory of the runtime that wrote the"
                    + " object.");
        }
        return new ObjectInspector(mode -> Optional.of(new SealedObjects(secret, mode, surroundings.secrets())));
    }

    private static byte[] read(Path file, long maxBytes) {
        try {
            long size = Files.size(file);
            if (size > maxBytes) {
                throw new CommandFailed("The file " + file + " has " + size + " bytes; at most " + maxBytes
                        + " are read. It is no object of Dormouse.");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException missing) {
            throw new CommandFailed("There is no file " + file + ".");
        } catch (IOException unreadable) {
            throw new CommandFailed("The file " + file + " cannot be read: " + unreadable.getMessage() + ".");
        }
    }
}
