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

    /** Every other life is ended before the runtime has said that it is ready: while it recovers, as far as it gets. */
    private void kill(int cycles, long seed) {
        Random random = new Random(seed);
        int readies = 0;
        try (var messages = new CountedMessages("counter", seed).begin()) {
            for (int cycle = 0; cycle < cycles; cycle++) {
                try (var runtime = RuntimeProcess.spawn(data)) {
                    boolean recovers = cycle % 2 == 1;
                    if (!recovers) {
                        URI url = ready(runtime);
                        if (cycle == 0) {
                            Guests.deploy(url, "counter");
                        }
                        readies++;
                        messages.runtimeIsAt(url);
                    }
                    Duration life = Duration.ofMillis(recovers ? 200 + random.nextInt(1_000) : 5 + random.nextInt(496));
                    assertThat(runtime.runsOutWithin(life)).as(runtime::log).isFalse();
                    messages.runtimeIsAt(null);
                }
            }
            try (var last = RuntimeProcess.spawn(data)) {
                messages.runtimeIsAt(ready(last));
                messages.finish();
            }

            System.err.println("kills: " + cycles + ", of them ready: " + readies + ", acknowledged: "
                    + messages.acknowledged() + ", repeated: " + messages.repeats() + ", seed: " + seed);
            assertThat(messages.audit()).as("seed %s", seed).isEmpty();
            assertThat(messages.acknowledged()).isGreaterThan(cycles);
        }
    }

    private static URI ready(RuntimeProcess runtime) {
        Optional<URI> url = runtime.awaitReady();
        return url.orElseThrow(() -> new AssertionError("The runtime did not come back: " + runtime.log()));
    }
}
