package dev.dormouse.invoker;

import dev.dormouse.snapshot.format.SealedObjects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

/** The installation's secret, in one file that only its owner may read. Made at the first start. */
final class SealKey {
    private static final String FILE = "seal.key";

    private SealKey() {}

    /**
     * Reads the secret, or makes it.
     *
     * @param directory exists
     * @throws StartRefused if the file is not such a secret
     */
    static byte[] in(Path directory, SecureRandom random) throws IOException, StartRefused {
        Path file = directory.resolve(FILE);
        byte[] secret;
        try {
            secret = Files.readAllBytes(file);
        } catch (NoSuchFileException missing) {
            secret = new byte[SealedObjects.SECRET_BYTES];
            random.nextBytes(secret);
            write(file, secret);
        }
        if (secret.length != SealedObjects.SECRET_BYTES) {
            throw new StartRefused("The file " + file + " holds a secret of " + SealedObjects.SECRET_BYTES
                    + " bytes; this one has " + secret.length
                    + ". Restore it from a backup; without it, compiled modules"
                    + " and bases in the store cannot be used and functions must be deployed again.");
        }
        return secret;
    }

    private static void write(Path file, byte[] secret) throws IOException {
        Path temporary = file.resolveSibling(FILE + ".new");
        Files.deleteIfExists(temporary);
        Files.createFile(temporary, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(temporary, secret, StandardOpenOption.WRITE, StandardOpenOption.DSYNC);
        Files.move(temporary, file);
    }
}
