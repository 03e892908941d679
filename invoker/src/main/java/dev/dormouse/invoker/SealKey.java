package dev.dormouse.invoker;

import dev.dormouse.snapshot.format.SealedObjects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Optional;

/** The installation's secret, in one file that only its owner may read. */
final class SealKey {
    private static final String FILE = "seal.key";

    private final Path file;
    private final boolean named;

    private SealKey(Path file, boolean named) {
        this.file = file;
        this.named = named;
    }

    /** The file that the settings name, else the one in the data directory. */
    static SealKey of(RuntimeSettings.Storage storage) {
        return storage.sealKey()
                .map(file -> new SealKey(file, true))
                .orElseGet(() -> new SealKey(storage.data().resolve(FILE), false));
    }

    /**
     * The secret, or nothing if there is no file.
     *
     * @throws StartRefused if the file is not such a secret
     */
    Optional<byte[]> read() throws IOException, StartRefused {
        byte[] secret;
        try {
            secret = Files.readAllBytes(file);
        } catch (NoSuchFileException missing) {
            return Optional.empty();
        }
        if (secret.length != SealedObjects.SECRET_BYTES) {
            throw new StartRefused("The file " + file + " holds a secret of " + SealedObjects.SECRET_BYTES
                    + " bytes; this one has " + secret.length
                    + ". Restore it from a backup; without it, nothing in the store can be believed, agents included.");
        }
        return Optional.of(secret);
    }

    /**
     * The secret; if there is no file in the data directory it is made.
     *
     * @throws StartRefused if the file is not such a secret, or one that the settings name is missing
     */
    byte[] readOrMake(SecureRandom random) throws IOException, StartRefused {
        Optional<byte[]> present = read();
        if (present.isPresent()) {
            return present.get();
        }
        if (named) {
            throw new StartRefused("The file of --seal-key-file, " + file + ", is not there. Copy it from the runtime"
                    + " that made it, or make one for a new store: head -c " + SealedObjects.SECRET_BYTES
                    + " /dev/urandom > " + file);
        }
        byte[] secret = new byte[SealedObjects.SECRET_BYTES];
        random.nextBytes(secret);
        write(secret);
        return secret;
    }

    private void write(byte[] secret) throws IOException {
        Path temporary = file.resolveSibling(FILE + ".new");
        Files.deleteIfExists(temporary);
        Files.createFile(temporary, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(temporary, secret, StandardOpenOption.WRITE, StandardOpenOption.DSYNC);
        Files.move(temporary, file);
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
