package dev.dormouse.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What was asked of a store up to a moment.
 *
 * @param writes objects that were created
 * @param reads objects that were read; 0 where that cannot be seen
 * @param bytesWritten length of what was created; 0 where that cannot be seen
 */
record StoreUse(long writes, long reads, long bytesWritten) {
    StoreUse since(StoreUse earlier) {
        return new StoreUse(writes - earlier.writes, reads - earlier.reads, bytesWritten - earlier.bytesWritten);
    }

    /** What the objects in a directory say: each was created once, and is deleted after a day at the earliest. */
    static StoreUse ofDirectory(Path store) throws IOException {
        long writes = 0;
        long bytes = 0;
        try (Stream<Path> files = Files.walk(store.resolve("objects"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                writes++;
                bytes += sizeOf(file);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return new StoreUse(writes, 0, bytes);
    }

    private static long sizeOf(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            return 0; // a replaced index
        }
    }
}
