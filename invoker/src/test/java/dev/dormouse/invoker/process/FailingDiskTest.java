package dev.dormouse.invoker.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.invoker.faults.SmallDisk;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Disks that fail or are full below a process, seen from outside: D16 of the bar. */
class FailingDiskTest {
    private static final long SEED = 20_260_116;

    /** Every thread's first forces succeed, so that the runtime starts; then one fails, and all after it succeed. */
    private static final String ONE_FAILS = "error=EIO:when=25";

    private static final int QUESTIONS_MAX = 1_000;

    private static final String NOT_DURABLE = "could not be made durable (Input/output error)";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"fdatasync", "fsync"})
    void acknowledgesNothingOnceAForceHasFailedThoughTheNextWouldSucceed(String call) throws Exception {
        Strace.assumeThere();
        Path data = folder.resolve("data");
        deploy(data);
        try (var messages = new CountedMessages("counter", SEED).begin()) {
            try (var failing = RuntimeProcess.spawnUnder(Strace.failing(call, ONE_FAILS), data)) {
                URI url = ready(failing);
                messages.runtimeIsAt(url);
                assertThat(messages.awaitRefusal()).as(failing::log).isTrue();
                int acknowledged = messages.acknowledged();
                for (int i = 0; i < 10; i++) {
                    assertThat(messages.awaitRefusal()).as(failing::log).isTrue();
                }

                HttpResponse<String> readiness = get(url, "/readyz");
                assertThat(readiness.statusCode()).isEqualTo(503);
                assertThat(readiness.body()).contains(NOT_DURABLE, "start the runtime again");
                assertThat(get(url, "/livez").statusCode()).isEqualTo(200);
                // An answer that was on its way when the force failed may have been counted after it.
                assertThat(messages.acknowledged()).isLessThanOrEqualTo(acknowledged + CountedMessages.CLIENTS);
                messages.runtimeIsAt(null);
            }
            goOn(data, messages, call + " fails");
        }
    }

    @Test
    void isNotReadyWhileTheDiskIsFullAndGoesOnWithoutARestart() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), 16);
                var messages = new CountedMessages("counter", SEED)) {
            Path data = disk.root().resolve("data");
            deploy(data);
            try (var runtime = RuntimeProcess.spawn(data)) {
                URI url = ready(runtime);
                messages.begin().runtimeIsAt(url);
                for (int round = 0; round < 3; round++) {
                    assertThat(messages.awaitProgress()).as(runtime::log).isTrue();
                    disk.fill();
                    assertThat(messages.awaitRefusal()).as(runtime::log).isTrue();
                    HttpResponse<String> readiness = get(url, "/readyz");
                    assertThat(readiness.statusCode()).isEqualTo(503);
                    assertThat(readiness.body()).contains("No space left on device", "Look whether the disk is full");

                    disk.free();

                    assertThat(messages.awaitProgress()).as(runtime::log).isTrue();
                    assertThat(becomesReady(url)).as(runtime::log).isTrue();
                }
                messages.runtimeIsAt(null);
            }
            goOn(data, messages, "disk is full");
        }
    }

    /** What failed last may have been told after what succeeded first. */
    private static boolean becomesReady(URI runtime) throws IOException, InterruptedException {
        boolean ready = false;
        for (int i = 0; i < QUESTIONS_MAX && !ready; i++) {
            ready = get(runtime, "/readyz").statusCode() == 200;
        }
        return ready;
    }

    private static void deploy(Path data) {
        try (var runtime = RuntimeProcess.spawn(data)) {
            Guests.deploy(ready(runtime), "counter");
        }
    }

    /** Another process takes the data over, on a disk that works, and every message that was sent is acknowledged. */
    private static void goOn(Path data, CountedMessages messages, String what) {
        try (var next = RuntimeProcess.spawn(data)) {
            messages.runtimeIsAt(ready(next));
            messages.finish();
        }
        System.err.println(what + ": " + messages.acknowledged() + " messages acknowledged, " + messages.refusals()
                + " refused, seed: " + SEED);
        assertThat(messages.audit()).as("seed %s", SEED).isEmpty();
    }

    private static URI ready(RuntimeProcess runtime) {
        return runtime.awaitReady().orElseThrow(() -> new AssertionError(runtime.log()));
    }

    private static HttpResponse<String> get(URI runtime, String path) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(runtime.resolve(path)).build(), BodyHandlers.ofString());
        }
    }
}
