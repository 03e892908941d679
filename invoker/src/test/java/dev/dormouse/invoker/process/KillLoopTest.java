package dev.dormouse.invoker.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deaths that the process does not choose, at any moment, while clients send: D2 and D3 of the bar. */
class KillLoopTest {
    @TempDir
    private Path data;

    @Test
    void countsEachAcknowledgedMessageOnceOverTwentyKills() {
        kill(20, 20_260_111);
    }

    @Test
    @Tag("soak")
    void countsEachAcknowledgedMessageOnceOverTwoHundredKills() {
        kill(200, 20_260_112);
    }

    private void kill(int cycles, long seed) {
        Random random = new Random(seed);
        try (var messages = new CountedMessages("counter", seed).begin()) {
            for (int cycle = 0; cycle < cycles; cycle++) {
                try (var runtime = RuntimeProcess.spawn(data)) {
                    live(runtime, messages, cycle, random);
                    messages.runtimeIsAt(null);
                }
            }
            try (var last = RuntimeProcess.spawn(data)) {
                messages.runtimeIsAt(ready(last));
                messages.finish();
            }

            System.err.println("kills: " + cycles + ", acknowledged: " + messages.acknowledged() + ", repeated: "
                    + messages.repeats() + ", seed: " + seed);
            assertThat(messages.audit()).as("seed %s", seed).isEmpty();
            assertThat(messages.acknowledged()).isGreaterThan(cycles);
        }
    }

    /**
     * Every other life is to be ended before the runtime has said that it is ready: while it recovers, as far as it gets. Of
     * the others half are ended soon after the first answer, half soon after they are ready, answer or not.
     */
    private static void live(RuntimeProcess runtime, CountedMessages messages, int cycle, Random random) {
        if (cycle % 2 == 1) {
            assertThat(runtime.runsOutWithin(Duration.ofMillis(200 + random.nextInt(1_000))))
                    .as(runtime::log)
                    .isFalse();
            return;
        }
        URI url = ready(runtime);
        if (cycle == 0) {
            Guests.deploy(url, "counter");
        }
        messages.runtimeIsAt(url);
        if (cycle % 4 == 0) {
            assertThat(messages.awaitProgress())
                    .as(() -> "cycle " + cycle + ": " + messages.audit() + runtime.log())
                    .isTrue();
        }
        assertThat(runtime.runsOutWithin(Duration.ofMillis(5 + random.nextInt(496))))
                .as(runtime::log)
                .isFalse();
    }

    private static URI ready(RuntimeProcess runtime) {
        Optional<URI> url = runtime.awaitReady();
        return url.orElseThrow(() -> new AssertionError("The runtime did not come back: " + runtime.log()));
    }
}
