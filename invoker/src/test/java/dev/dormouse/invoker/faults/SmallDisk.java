package dev.dormouse.invoker.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small file system in memory, with a file that takes what is left of it. Only the superuser may mount one. */
public final class SmallDisk implements AutoCloseable {
    private final Path root;

    private SmallDisk(Path root) {
        this.root = root;
    }

    /** Mounts one at a new folder; where that is not allowed, the test is skipped. */
    public static SmallDisk mount(Path root, int mebibytes) throws IOException {
        Files.createDirectory(root);
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", root.toString()) == 0,
                "No small file system can be mounted here.");
        return new SmallDisk(root);
    }

    private static int run(String... command) {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            return -1; // there is no such program here
        } catch (InterruptedException e) {
            throw new IllegalStateException("The test was interrupted.", e);
        }
    }

    public Path root() {
        return root;
    }

    /** Takes all room that is left. */
    public void fill() throws IOException {
        try (OutputStream filler = Files.newOutputStream(root.resolve("filler"))) {
            byte[] block = new byte[4_096];
            while (true) {
                filler.write(block);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space");
        }
    }

    /** Gives it back. */
    public void free() throws IOException {
        Files.delete(root.resolve("filler"));
    }

    @Override
    public void close() {
        int ignored = run("umount", root.toString());
    }
}
