package dev.dormouse.invoker.wasm;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * A request to end all calls of a process, made at most once. Each {@link Budget} looks at it between two slices of fuel,
 * so a call that runs costs it nothing; only a guest that waits in the host is known here, to be woken. Thread-safe.
 */
public final class Cancellation {
    private final Set<Thread> waiting = ConcurrentHashMap.newKeySet();
    private volatile boolean requested;

    /** Ends all calls that run, and those that come, as {@link Completion.Cancelled}. */
    public void request() {
        requested = true;
        waiting.forEach(LockSupport::unpark);
    }

    /** Whether it was requested. */
    public boolean requested() {
        return requested;
    }

    /**
     * Does what parks this thread, which a request unparks meanwhile. {@code wait} looks at {@link #requested} before it
     * parks: a request that came earlier unparks nobody.
     */
    public void unparks(ParkingWait wait) throws InterruptedException {
        Thread thread = Thread.currentThread();
        waiting.add(thread);
        try {
            wait.park();
        } finally {
            waiting.remove(thread);
        }
    }

    /** Something that parks its thread. */
    @FunctionalInterface
    public interface ParkingWait {
        /** Parks. */
        void park() throws InterruptedException;
    }
}
