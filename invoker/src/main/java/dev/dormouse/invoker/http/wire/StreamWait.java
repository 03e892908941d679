package dev.dormouse.invoker.http.wire;

import java.util.concurrent.atomic.AtomicReference;

/**
 * One wait of a handler for bytes of an HTTP/2 body. Helidon waits without an end; the watchdog ends it by interrupting
 * the waiting thread. The state makes sure that no interrupt arrives after the wait.
 */
final class StreamWait {
    private enum State {
        WAITING,
        EXPIRED,
        INTERRUPTED,
        OVER
    }

    private final Thread thread = Thread.currentThread();
    private final long deadlineNanos;
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

    StreamWait(long deadlineNanos) {
        this.deadlineNanos = deadlineNanos;
    }

    /** Called by the watchdog. */
    void expireIfLate(long now) {
        if (deadlineNanos - now < 0) {
            expire();
        }
    }

    /** Called by whoever knows that nothing will come. */
    void expire() {
        if (state.compareAndSet(State.WAITING, State.EXPIRED)) {
            thread.interrupt();
            state.set(State.INTERRUPTED);
        }
    }

    /**
     * Called by the waiting thread when its wait is over, however that came.
     *
     * @return whether the wait was ended from outside
     */
    boolean end() {
        if (state.compareAndSet(State.WAITING, State.OVER)) {
            return false;
        }
        while (state.get() != State.INTERRUPTED) {
            Thread.onSpinWait();
        }
        // Takes the interrupt away if the wait did not notice it.
        Thread.interrupted();
        return true;
    }
}
