package dev.dormouse.invoker.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessesTest {
    private static final Duration DRAIN = Duration.ofSeconds(10);

    @TempDir
    private Path data;

    @Test
    void refusesASecondProcessOnTheSameDirectory() {
        try (var first = RuntimeProcess.spawn(data)) {
            assertThat(first.awaitReady()).isPresent();
            try (var second = RuntimeProcess.spawn(data)) {
                assertThat(second.awaitReady()).isEmpty();
                assertThat(second.exitCode()).isEqualTo(3);
                assertThat(second.log())
                        .contains("is in use by another runtime")
                        .hasLineCount(1);
            }
        }
    }

    @Test
    void takesOverTheDirectoryOfAProcessThatWasKilled() {
        try (var first = RuntimeProcess.spawn(data)) {
            assertThat(first.awaitReady()).isPresent();
            first.kill();
            try (var second = RuntimeProcess.spawn(data)) {
                assertThat(second.awaitReady()).isPresent();
            }
        }
    }

    /** D18: clients see 503 with a time to come again, or nobody; what was acknowledged stays. */
    @Test
    void drainsWhenItIsToldToStopUnderLoad() {
        long seed = 20_260_113;
        try (var messages = new CountedMessages("counter", seed)) {
            try (var first = RuntimeProcess.spawn(data, "--drain-millis", Long.toString(DRAIN.toMillis()))) {
                URI url = first.awaitReady().orElseThrow(() -> new AssertionError(first.log()));
                Guests.deploy(url, "counter");
                messages.begin().runtimeIsAt(url);
                assertThat(first.runsOutWithin(Duration.ofMillis(500))).isFalse();

                first.terminate();

                assertThat(first.runsOutWithin(DRAIN)).as(first::log).isTrue();
                assertThat(first.exitCode()).isZero();
                messages.runtimeIsAt(null);
            }
            try (var second = RuntimeProcess.spawn(data)) {
                messages.runtimeIsAt(second.awaitReady().orElseThrow(() -> new AssertionError(second.log())));
                messages.finish();
            }

            assertThat(messages.audit()).isEmpty();
            assertThat(messages.acknowledged()).isPositive();
        }
    }
}
