package dev.dormouse.snapshot.object.s3;

import dev.dormouse.snapshot.Pause;
import dev.dormouse.snapshot.Ticker;
import dev.dormouse.snapshot.object.StoreRefusedException;
import dev.dormouse.snapshot.object.StoreUnavailableException;
import dev.dormouse.snapshot.object.s3.fake.S3Fake;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Stores on servers of this machine. */
final class S3Fixtures {
    /** Long enough for an answer over loopback on a busy machine; for tests in which no request is meant to hang. */
    static final S3Limits PATIENT = new S3Limits(
            Duration.ofSeconds(20),
            Duration.ofSeconds(60),
            Duration.ofSeconds(120),
            Duration.ofSeconds(120),
            Duration.ofMillis(1),
            4,
            64);

    /** For tests in which requests hang on purpose. */
    static final S3Limits HASTY = new S3Limits(
            Duration.ofMillis(500),
            Duration.ofMillis(60),
            Duration.ofMillis(90),
            Duration.ofSeconds(30),
            Duration.ofMillis(1),
            4,
            64);

    static final S3Credentials KEY = new S3Credentials("key", "secret");

    private S3Fixtures() {}

    static S3Settings settings(S3Fake fake, S3Limits limits) {
        return settings(fake.endpoint(), S3Fake.BUCKET, "tests/one", limits);
    }

    static S3Settings settings(URI endpoint, String bucket, String prefix, S3Limits limits) {
        return new S3Settings(
                bucket, prefix, Optional.of(endpoint), Optional.of("us-east-1"), Optional.of(KEY), limits);
    }

    /** Opens a store whose retries do not wait. */
    static S3ObjectStore open(S3Settings settings) throws StoreRefusedException, StoreUnavailableException {
        return S3ObjectStore.open(settings, stoppedTicker(), noPause(), random(1));
    }

    static Ticker stoppedTicker() {
        return () -> 0;
    }

    static Pause noPause() {
        return duration -> {};
    }

    /** A generator that many threads may use. */
    static RandomGenerator random(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return () -> {
            synchronized (random) {
                return random.nextLong();
            }
        };
    }
}
