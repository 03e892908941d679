package dev.dormouse.invoker.http;

import dev.dormouse.snapshot.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A ticker that moves when it is told, and perhaps a step with each look at it. Thread-safe. */
final class TestTicker implements Ticker {
    private final AtomicLong now = new AtomicLong(1_000_000_000L);
    private final long stepNanos;

    TestTicker() {
        this(Duration.ZERO);
    }

    /** @param step how far each look at it moves it: for what only has to end some time */
    TestTicker(Duration step) {
        this.stepNanos = step.toNanos();
    }

    @Override
    public long nanos() {
        return now.getAndAdd(stepNanos);
    }

    void advance(Duration duration) {
        now.addAndGet(duration.toNanos());
    }
}
