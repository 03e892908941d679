package dev.dormouse.scheduler;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.dormouse.snapshot.Ticker;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets a bounded number of invocations in at once; others wait, in order of arrival, in a bounded queue and never
 * past their deadline.
 *
 * <p>Room that becomes free is handed to the longest waiter, not thrown open, so a late arrival cannot overtake. The
 * lock is held for a few instructions only; waiting is plain blocking of the caller's (virtual) thread.
 */
final class Gate {
    /** What became of an attempt to enter. */
    enum Entry {
        ENTERED,
        QUEUE_FULL,
        DEADLINE_PASSED
    }

    /** One waiter. All fields are guarded by the gate's lock. */
    private static final class Waiter {
        private final Condition turn;
        private boolean entered;

        private Waiter(Condition turn) {
            this.turn = turn;
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Ticker ticker;
    private final int waitingMax;

    @GuardedBy("lock")
    private final ArrayDeque<Waiter> waiting = new ArrayDeque<>();

    @GuardedBy("lock")
    private int room;

    @GuardedBy("lock")
    private int capacity;

    Gate(int capacity, int waitingMax, Ticker ticker) {
        this.capacity = capacity;
        this.room = capacity;
        this.waitingMax = waitingMax;
        this.ticker = ticker;
    }

    /** Sets how many may be in at once. Those who are in stay in. */
    void resize(int newCapacity) {
        lock.lock();
        try {
            room += newCapacity - capacity;
            capacity = newCapacity;
            admitWaiters();
        } finally {
            lock.unlock();
        }
    }

    /** Enters, waiting if need be. The caller leaves again exactly once if and only if the answer is ENTERED. */
    Entry enter(long deadlineNanos) {
        lock.lock();
        try {
            if (room > 0) {
                room--;
                return Entry.ENTERED;
            }
            if (waiting.size() >= waitingMax) {
                return Entry.QUEUE_FULL;
            }
            return await(deadlineNanos);
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private Entry await(long deadlineNanos) {
        Waiter waiter = new Waiter(lock.newCondition());
        waiting.addLast(waiter);
        boolean interrupted = false;
        while (!waiter.entered) {
            long left = deadlineNanos - ticker.nanos();
            if (left <= 0 || interrupted) {
                waiting.remove(waiter);
                break;
            }
            try {
                boolean ignored = waiter.turn.await(left, TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return waiter.entered ? Entry.ENTERED : Entry.DEADLINE_PASSED;
    }

    /** Gives the room back that {@link #enter} took. */
    void leave() {
        lock.lock();
        try {
            room++;
            admitWaiters();
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void admitWaiters() {
        while (room > 0 && !waiting.isEmpty()) {
            Waiter next = waiting.removeFirst();
            room--;
            next.entered = true;
            next.turn.signal();
        }
    }

    /** How many are in. */
    int entered() {
        lock.lock();
        try {
            return capacity - room;
        } finally {
            lock.unlock();
        }
    }

    /** How many wait. */
    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }
}
