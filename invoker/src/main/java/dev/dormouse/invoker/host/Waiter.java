package dev.dormouse.invoker.host;

import dev.dormouse.snapshot.Ticker;
import java.util.concurrent.locks.LockSupport;

/** How a guest waits for time to pass: on its own thread, which holds nothing else up. */
@FunctionalInterface
public interface Waiter {
    /**
     * Waits until the ticker has come to {@code untilNanos}.
     *
     * @throws InterruptedException if the wait was cut short, because the invocation is cancelled
     */
    void waitUntil(long untilNanos) throws InterruptedException;

    /** Parks the thread; {@link Thread#interrupt} cuts the wait short. */
    static Waiter parking(Ticker ticker) {
        return untilNanos -> {
            for (long left = untilNanos - ticker.nanos(); left > 0; left = untilNanos - ticker.nanos()) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                LockSupport.parkNanos(left);
            }
        };
    }
}
