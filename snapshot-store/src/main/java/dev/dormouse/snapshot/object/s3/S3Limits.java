package dev.dormouse.snapshot.object.s3;

import java.time.Duration;

/**
 * How long and how often.
 *
 * @param connect until a connection stands
 * @param silence on a connection within a request
 * @param attempt one request with its whole answer
 * @param total all attempts of one call together: no attempt begins after it
 * @param firstPause limit of the wait after a first failed attempt; doubled for each further one, with full jitter
 * @param attempts of one call; a create is attempted again only after an answer that says it was not carried out
 * @param connections open at a time; further requests wait for one up to {@code connect}
 */
public record S3Limits(
        Duration connect,
        Duration silence,
        Duration attempt,
        Duration total,
        Duration firstPause,
        int attempts,
        int connections) {
    /** The values that hold when nobody sets any. */
    public static final S3Limits DEFAULT = new S3Limits(
            Duration.ofSeconds(3),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(40),
            Duration.ofMillis(50),
            4,
            256);

    public S3Limits {
        positive("connect", connect);
        positive("silence", silence);
        positive("attempt", attempt);
        positive("total", total);
        positive("firstPause", firstPause);
        if (attempts < 1 || attempts > 10) {
            throw new IllegalArgumentException("attempts is 1 to 10; this one is " + attempts + ".");
        }
        if (connections < 1) {
            throw new IllegalArgumentException("connections is at least 1; this one is " + connections + ".");
        }
    }

    private static void positive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " is a time above zero; this one is " + value + ".");
        }
    }
}
