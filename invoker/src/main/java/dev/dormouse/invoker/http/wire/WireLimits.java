package dev.dormouse.invoker.http.wire;

import java.time.Duration;

/**
 * What a connection may be, whatever is said on it.
 *
 * @param maxConnections open connections; one more is told 503 and closed
 * @param maxRequestLineBytes method, target and version; 414 above
 * @param maxHeaderBytes all header lines of a request together; 431 above
 * @param maxHeaders header lines of a request; 431 above
 * @param maxTrailerBytes trailer section of a chunked body; 400 above
 * @param maxStreams concurrent HTTP/2 streams of a connection
 * @param maxControlFrames HTTP/2 frames that carry nothing, within ten seconds; the connection is closed above
 * @param headTimeout from the first byte of a request, or from the accept of a connection, to the end of its head
 * @param idleTimeout between requests
 * @param bodyGrace waiting for a body or for a reader that is always allowed
 * @param bodyMinBytesPerSecond slower than this, the grace aside, and the connection is closed
 * @param linger how long the rest of an unwanted request is read and thrown away, so that the answer arrives
 */
public record WireLimits(
        int maxConnections,
        int maxRequestLineBytes,
        int maxHeaderBytes,
        int maxHeaders,
        int maxTrailerBytes,
        int maxStreams,
        int maxControlFrames,
        Duration headTimeout,
        Duration idleTimeout,
        Duration bodyGrace,
        int bodyMinBytesPerSecond,
        Duration linger) {
    public WireLimits {
        positive("maxConnections", maxConnections);
        positive("maxRequestLineBytes", maxRequestLineBytes);
        positive("maxHeaderBytes", maxHeaderBytes);
        positive("maxHeaders", maxHeaders);
        positive("maxTrailerBytes", maxTrailerBytes);
        positive("maxStreams", maxStreams);
        positive("maxControlFrames", maxControlFrames);
        positive("headTimeout", headTimeout.toMillis());
        positive("idleTimeout", idleTimeout.toMillis());
        positive("bodyGrace", bodyGrace.toMillis());
        positive("bodyMinBytesPerSecond", bodyMinBytesPerSecond);
        positive("linger", linger.toMillis());
    }

    /** The default of each. */
    public static WireLimits defaults() {
        return new WireLimits(
                10_000,
                8 << 10,
                32 << 10,
                100,
                8 << 10,
                128,
                1_000,
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofSeconds(10),
                1_024,
                Duration.ofMillis(500));
    }

    private static void positive(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is at least 1; this one is " + value + ".");
        }
    }
}
