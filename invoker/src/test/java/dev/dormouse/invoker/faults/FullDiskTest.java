package dev.dormouse.invoker.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.invoker.Refused;
import dev.dormouse.invoker.RuntimeFixture;
import dev.dormouse.invoker.execution.InvocationResult;
import dev.dormouse.snapshot.object.FaultPoints;
import dev.dormouse.snapshot.object.ObjectStore;
import dev.dormouse.snapshot.object.directory.DirectoryObjectStore;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A runtime whose disk is full. */
class FullDiskTest {
    private static final String FUNCTION = "counter";

    @TempDir
    private Path folder;

    private SmallDisk disk;

    @BeforeEach
    void mount() throws Exception {
        disk = SmallDisk.mount(folder.resolve("disk"), 8);
    }

    @AfterEach
    void unmount() {
        if (disk != null) {
            disk.close();
        }
    }

    @Test
    void refusesMessagesWhileTheDiskIsFullAndGoesOnWithoutARestart() throws Exception {
        int refused = 0;
        int count = 0;
        try (ObjectStore objects = DirectoryObjectStore.open(
                        disk.root().resolve("store"), InstantSource.system(), FaultPoints.NONE);
                RuntimeFixture runtime = RuntimeFixture.on(objects)) {
            runtime.deploy(FUNCTION, FUNCTION + ".wasm");
            for (int round = 0; round < 3; round++) {
                count = send(runtime, count, 3);
                disk.fill();
                for (int i = 1; i <= 4; i++) {
                    InvocationResult result = runtime.send(FUNCTION, "a", "key-" + (count + 1), "");
                    assertThat(result.answer())
                            .isInstanceOfSatisfying(
                                    InvocationResult.Declined.class,
                                    declined -> assertThat(declined.refusal().kind())
                                            .isEqualTo(Refused.Kind.STORE_UNAVAILABLE));
                    refused++;
                }
                disk.free();
            }
            count = send(runtime, count, 3);
        }
        assertThat(disk.root().resolve("store/tmp")).isEmptyDirectory();
        try (ObjectStore objects = DirectoryObjectStore.open(
                        disk.root().resolve("store"), InstantSource.system(), FaultPoints.NONE);
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
