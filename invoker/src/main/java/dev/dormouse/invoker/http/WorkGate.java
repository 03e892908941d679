package dev.dormouse.invoker.http;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counts the requests that run, and closes when the process stops. The count and the closing share one number, so that
 * no request slips through between the two.
 */
final class WorkGate {
    private static final long CLOSED = 1L << 62;

    private final AtomicLong state = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition empty = lock.newCondition();

    /** Whether work may begin; if so, {@link #leave} must follow. */
    boolean enter() {
        if ((state.incrementAndGet() & CLOSED) == 0) {
            return true;
        }
        leave();
        return false;
    }

    void leave() {
        if (state.decrementAndGet() == CLOSED) {
            lock.lock();
            try {
                empty.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    boolean closed() {
        return (state.get() & CLOSED) != 0;
    }

    void close() {
        state.getAndUpdate(value -> value | CLOSED);
    }

    /**
     * Waits until nothing runs.
     *
     * @return false if something still ran at the end of the wait
     */
    boolean awaitEmpty(long nanos) throws InterruptedException {
        long left = nanos;
        lock.lock();
        try {
            while (state.get() != CLOSED) {
                if (left <= 0) {
                    return false;
                }
                left = empty.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }
}
