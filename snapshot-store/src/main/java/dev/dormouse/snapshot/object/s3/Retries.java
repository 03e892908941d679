package dev.dormouse.snapshot.object.s3;

import dev.dormouse.snapshot.Pause;
import dev.dormouse.snapshot.Ticker;
import dev.dormouse.snapshot.object.StoreUnavailableException;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Repeats what may be repeated: a bounded number of times, before a deadline, within the budget, after a pause with
 * full jitter. Thread-safe.
 */
final class Retries {
    private static final int MAX_DOUBLINGS = 10;

    private final S3Limits limits;
    private final Ticker ticker;
    private final Pause pause;
    private final RandomGenerator random;
    private final RetryBudget budget = new RetryBudget();

    /** @param random thread-safe */
    Retries(S3Limits limits, Ticker ticker, Pause pause, RandomGenerator random) {
        this.limits = limits;
        this.ticker = ticker;
        this.pause = pause;
        this.random = random;
    }

    /** What becomes of a failed attempt that could be repeated. */
    interface Call {
        /** Turns what the last attempt came to into what the caller is told. */
        StoreUnavailableException unavailable(SdkException last);
    }

    /** Runs {@code attempt}, which changes nothing when it runs again. */
    <T> T run(Call call, Supplier<T> attempt) throws StoreUnavailableException {
        Series series = begin();
        while (true) {
            try {
                return attempt.get();
            } catch (SdkException e) {
                if (!S3Failure.of(e).passes() || !series.again()) {
                    throw call.unavailable(e);
                }
            }
        }
    }

    /** A first attempt goes out. */
    Series begin() {
        budget.earn();
        return new Series(ticker.nanos());
    }

    /** Whether one further request may go out because of a failure. */
    boolean mayAskAgain() {
        return budget.take();
    }

    /** The attempts of one call. Owned by one thread. */
    final class Series {
        private final long began;
        private int failed;

        private Series(long began) {
            this.began = began;
        }

        /** Waits for the next attempt; says whether there is to be one. */
        boolean again() {
            failed++;
            if (failed >= limits.attempts()) {
                return false;
            }
            Duration wait = jitter(failed);
            long spent = ticker.nanos() - began;
            if (spent + wait.toNanos() >= limits.total().toNanos() || !budget.take()) {
                return false;
            }
            pause.pause(wait);
            return true;
        }

        private Duration jitter(int failures) {
            long limitNanos = limits.firstPause().toNanos() << Math.min(failures - 1, MAX_DOUBLINGS);
            return Duration.ofNanos(1 + random.nextLong(limitNanos));
        }
    }
}
