package dev.dormouse.invoker.faults;

import dev.dormouse.snapshot.object.FaultPoints;
import java.util.concurrent.CountDownLatch;

/**
 * Stops whoever reaches a step, as a machine does that is paused there, until it is opened. Open at first. Closed and
 * opened by one thread.
 */
final class Gate implements FaultPoints {
    private final String step;
    private volatile CountDownLatch arrived = new CountDownLatch(0);
    private volatile CountDownLatch closed = new CountDownLatch(0);

    Gate(String step) {
        this.step = step;
    }

    void close() {
        arrived = new CountDownLatch(1);
        closed = new CountDownLatch(1);
    }

    /** Waits until somebody stands there. */
    void awaitArrival() throws InterruptedException {
        arrived.await();
    }

    void open() {
        closed.countDown();
    }

    @Override
    public void reach(String reached) {
        if (!reached.equals(step)) {
            return;
        }
        arrived.countDown();
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
