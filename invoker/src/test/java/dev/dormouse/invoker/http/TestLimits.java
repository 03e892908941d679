package dev.dormouse.invoker.http;

import dev.dormouse.invoker.http.wire.WireLimits;
import java.time.Duration;

/** Limits of connections for tests. */
final class TestLimits {
    /** With each deadline so far away that only a test that moves the clock gets there, but no lingering. */
    static final WireLimits PATIENT = withDeadlines(Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1));

    private TestLimits() {}

    static WireLimits withDeadlines(Duration head, Duration idle, Duration grace) {
        return of(WireLimits.defaults().maxConnections(), head, idle, grace);
    }

    static WireLimits withConnections(int maxConnections) {
        return of(maxConnections, Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1));
    }

    private static WireLimits of(int maxConnections, Duration head, Duration idle, Duration grace) {
        WireLimits defaults = WireLimits.defaults();
        return new WireLimits(
                maxConnections,
                defaults.maxRequestLineBytes(),
                defaults.maxHeaderBytes(),
                defaults.maxHeaders(),
                defaults.maxTrailerBytes(),
                defaults.maxStreams(),
                defaults.maxControlFrames(),
                head,
                idle,
                grace,
                defaults.bodyMinBytesPerSecond(),
                Duration.ofMillis(1));
    }
}
