package dev.dormouse.invoker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.dormouse.invoker.wasm.validation.HostileModules;
import dev.dormouse.invoker.wasm.validation.HostileModules.HostileModule;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What hostile authors upload, deployed and invoked over HTTP: each ends as one typed answer, and the process serves on. */
class HostileDeploysTest {
    private static final Set<Integer> STOPPED = Set.of(502, 504, 507);

    /** What the runtime and the tests themselves keep; all that guests made grow would be several GB. */
    private static final long HEAP_GROWTH_MAX = 16 << 20;

    @TempDir
    private static Path data;

    private static ServedRuntime runtime;
    private static long heapBefore;

    @BeforeAll
    static void start() {
        runtime = ServedRuntime.start(data, "--compile-timeout-millis", "20000");
        assertThat(runtime.deploy("canary", RuntimeFixture.guest("echo.wasm"), "")
                        .statusCode())
                .isEqualTo(201);
        heapBefore = heapBytes();
    }

    /** Of a function that was deleted nothing is left, and nothing that its guests made grow. */
    @AfterAll
    static void heapIsAsItWas() {
        try {
            assertThat(runtime.delete("/v1/functions/hostile").statusCode()).isEqualTo(204);
            long growth = heapBytes() - heapBefore;
            System.err.println("The heap grew by " + (growth >> 10) + " KiB over the hostile modules.");
            assertThat(growth)
                    .as("heap after the hostile modules, beyond the %d bytes before them", heapBefore)
                    .isLessThan(HEAP_GROWTH_MAX);
        } finally {
            runtime.close();
        }
    }

    private static long heapBytes() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            memory.gc();
            least = Math.min(least, memory.getHeapMemoryUsage().getUsed());
        }
        return least;
    }

    @TestFactory
    Stream<DynamicTest> eachEndsAsOneTypedAnswer() {
        return HostileModules.all().stream().map(module -> dynamicTest(module.name(), () -> ends(module)));
    }

    private static void ends(HostileModule module) {
        HttpResponse<String> deployed =
                runtime.deploy("hostile", module.bytes(), "?timeoutMillis=500&entry=handle&memoryMaxBytes=536870912");
        switch (module.expectation()) {
            case REFUSED, STOPPED_AT_DEPLOY ->
                assertThat(deployed.statusCode()).as(deployed.body()).isIn(413, 422);
            case DEPLOYED_OR_REFUSED ->
                assertThat(deployed.statusCode()).as(deployed.body()).isIn(200, 201, 422);
            case RUNS_BUT_STOPPED -> {
                assertThat(deployed.statusCode()).as(deployed.body()).isIn(200, 201);
                assertThat(runtime.post("/fn/hostile", "").statusCode()).isIn(STOPPED);
            }
            case RUNS_ALIKE -> {
                assertThat(deployed.statusCode()).as(deployed.body()).isIn(200, 201);
                assertThat(runtime.post("/fn/hostile", "").statusCode()).isEqualTo(200);
                assertThat(runtime.post("/fn/hostile", "").statusCode()).isEqualTo(200);
            }
        }
        assertThat(runtime.post("/fn/canary", "alive").body()).isEqualTo("alive");
    }
}
