package dev.dormouse.snapshot;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** How a retry waits: passed in, so that tests need not. */
@FunctionalInterface
public interface Pause {
    /** Waits about {@code duration}; an interrupted thread may wait less. */
    void pause(Duration duration);

    /** Parks the thread, which costs a virtual thread's carrier nothing. */
    static Pause parking() {
        return duration -> LockSupport.parkNanos(duration.toNanos());
    }
}
