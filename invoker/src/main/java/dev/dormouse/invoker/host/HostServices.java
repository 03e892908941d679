package dev.dormouse.invoker.host;

import dev.dormouse.snapshot.Ticker;
import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** What all instances of a runtime share: limits, time, randomness. Thread-safe if its parts are. */
final class HostServices {
    private final HostLimits limits;
    private final InstantSource clock;
    private final Ticker ticker;
    private final RandomGenerator random;
    private final Waiter waiter;
    private final long monotonicOrigin;

    HostServices(HostLimits limits, InstantSource clock, Ticker ticker, RandomGenerator random, Waiter waiter) {
        this.limits = limits;
        this.clock = clock;
        this.ticker = ticker;
        this.random = random;
        this.waiter = waiter;
        // A guest compares monotonic times across a resume in another process: counted from the same origin as the
        // wall clock, they go on there instead of beginning anew.
        this.monotonicOrigin = realtimeNanos() - ticker.nanos();
    }

    HostLimits limits() {
        return limits;
    }

    Ticker ticker() {
        return ticker;
    }

    Waiter waiter() {
        return waiter;
    }

    /** Nanoseconds since 1970. */
    long realtimeNanos() {
        Instant now = clock.instant();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    /** Milliseconds since 1970. */
    long realtimeMillis() {
        return clock.millis();
    }

    /** Nanoseconds that never run backwards. */
    long monotonicNanos() {
        return monotonicOrigin + ticker.nanos();
    }

    /** Fresh bytes; nothing is kept of them. */
    byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
