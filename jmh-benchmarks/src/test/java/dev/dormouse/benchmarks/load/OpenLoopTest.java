package dev.dormouse.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OpenLoopTest {
    private final AtomicLong clock = new AtomicLong();

    @Test
    void timesRunFromTheMomentWhenARequestWasToBeSent() throws IOException {
        ClosedLoop.Seen seen = run(new OpenLoop(1, 1_000, Duration.ZERO, Duration.ofSeconds(1)), 10);

        assertThat(seen.requests()).isBetween(800L, 1_200L);
        assertThat(seen.latencies().max()).isGreaterThan(Duration.ofSeconds(7));
    }

    @Test
    void aServerThatKeepsUpIsNotChargedForTheTimeBetween() throws IOException {
        ClosedLoop.Seen seen = run(new OpenLoop(1, 10, Duration.ZERO, Duration.ofSeconds(100)), 1);

        assertThat(seen.perSecond()).isBetween(8.0, 12.0);
        assertThat(seen.latencies().percentile(0.9)).isLessThan(Duration.ofMillis(2));
    }

    @Test
    void theWarmUpIsNotCounted() throws IOException {
        ClosedLoop.Seen seen = run(new OpenLoop(1, 100, Duration.ofSeconds(5), Duration.ofSeconds(5)), 1);

        assertThat(seen.latencies().total()).isBetween(seen.requests() / 3, 2 * seen.requests() / 3);
    }

    /** Each request takes so long on a clock that only requests and pauses move. */
    private ClosedLoop.Seen run(OpenLoop loop, long millis) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return loop.run(
                    URI.create("http://127.0.0.1:" + server.getLocalPort()),
                    clock::get,
                    pause -> clock.addAndGet(pause.toNanos()),
                    (connection, random) ->
                            clock.addAndGet(Duration.ofMillis(millis).toNanos()));
        }
    }
}
