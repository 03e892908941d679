package dev.dormouse.invoker.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dormouse.invoker.Refused;
import dev.dormouse.invoker.RuntimeFixture;
import dev.dormouse.invoker.execution.InvocationResult;
import dev.dormouse.snapshot.object.FaultPoints;
import dev.dormouse.snapshot.object.ObjectStore;
import dev.dormouse.snapshot.object.directory.DirectoryObjectStore;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A runtime whose disk is full: a file system of 8 MiB in memory, with a file that takes what is left. Only the
 * superuser may mount one; without, this is skipped.
 */
class FullDiskTest {
    private static final String FUNCTION = "counter";

    @TempDir
    private Path folder;

    private Path disk;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk.toString()) == 0,
                "A small file system can be mounted");
    }

    @AfterEach
    void unmount() throws Exception {
        int ignored = run("umount", disk.toString());
    }

    private static int run(String... command) throws Exception {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            return -1; // there is no such program here
        }
    }

    private void fill() throws IOException {
        try (OutputStream filler = Files.newOutputStream(disk.resolve("filler"))) {
            byte[] block = new byte[4_096];
            while (true) {
                filler.write(block);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space");
        }
    }

    @Test
    void refusesMessagesWhileTheDiskIsFullAndGoesOnWithoutARestart() throws Exception {
        int refused = 0;
        int count = 0;
        try (ObjectStore objects =
                        DirectoryObjectStore.open(disk.resolve("store"), InstantSource.system(), FaultPoints.NONE);
                RuntimeFixture runtime = RuntimeFixture.on(objects)) {
            runtime.deploy(FUNCTION, FUNCTION + ".wasm");
            for (int round = 0; round < 3; round++) {
                count = send(runtime, count, 3);
                fill();
                for (int i = 1; i <= 4; i++) {
                    InvocationResult result = runtime.send(FUNCTION, "a", "key-" + (count + 1), "");
                    assertThat(result.answer())
                            .isInstanceOfSatisfying(
                                    InvocationResult.Declined.class,
                                    declined -> assertThat(declined.refusal().kind())
                                            .isEqualTo(Refused.Kind.STORE_UNAVAILABLE));
                    refused++;
                }
                Files.delete(disk.resolve("filler"));
            }
            count = send(runtime, count, 3);
        }
        assertThat(disk.resolve("store/tmp")).isEmptyDirectory();
        try (ObjectStore objects =
                        DirectoryObjectStore.open(disk.resolve("store"), InstantSource.system(), FaultPoints.NONE);
                RuntimeFixture again = RuntimeFixture.on(objects)) {
            for (int message = 1; message <= count; message++) {
                assertThat(RuntimeFixture.text(again.send(FUNCTION, "a", "key-" + message, "")))
                        .startsWith(Workload.answer(message));
            }
        }
        System.err.println("full disk: " + count + " messages acknowledged, " + refused + " refused, lost 0");
    }

    /** Sends further messages, each of which is acknowledged; says how many that makes. */
    private static int send(RuntimeFixture runtime, int before, int messages) {
        for (int message = before + 1; message <= before + messages; message++) {
            assertThat(RuntimeFixture.text(runtime.send(FUNCTION, "a", "key-" + message, "")))
                    .startsWith(Workload.answer(message));
        }
        return before + messages;
    }
}
