package dev.dormouse.invoker.host;

import dev.dormouse.invoker.wasm.Cancellation;
import dev.dormouse.snapshot.Ticker;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** How a guest waits for time to pass: on its own thread, which holds nothing else up. */
@FunctionalInterface
public interface Waiter {
    /**
     * Waits until the ticker has come to {@code untilNanos}.
     *
     * @param cancelled looked at whenever the thread is unparked
     * @throws InterruptedException if the wait was cut short, because the invocation is cancelled
     */
    void waitUntil(long untilNanos, BooleanSupplier cancelled) throws InterruptedException;

    /**
     * Parks the thread.
     *
     * @param cancellation ends the wait, too
     */
    static Waiter parking(Ticker ticker, Cancellation cancellation) {
        return (untilNanos, cancelled) -> cancellation.unparks(() -> {
            for (long left = untilNanos - ticker.nanos(); left > 0; left = untilNanos - ticker.nanos()) {
                if (Thread.interrupted() || cancelled.getAsBoolean() || cancellation.requested()) {
                    throw new InterruptedException();
                }
                LockSupport.parkNanos(left);
            }
        });
    }
}
