package dev.dormouse.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * An empty directory for data that is gone when this is closed.
 *
 * @param path where it is
 */
public record WorkDirectory(Path path) implements AutoCloseable {
    /** Makes one below {@code java.io.tmpdir}. */
    public static WorkDirectory make(String prefix) throws IOException {
        return new WorkDirectory(Files.createTempDirectory(prefix));
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
