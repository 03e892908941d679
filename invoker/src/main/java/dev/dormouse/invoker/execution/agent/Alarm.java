package dev.dormouse.invoker.execution.agent;

import java.util.concurrent.locks.LockSupport;

/** Runs something later: passed in, so that tests need not wait. Thread-safe. */
@FunctionalInterface
public interface Alarm {
    /** Runs {@code task} about {@code nanos} from now, on a thread of its own. */
    void in(long nanos, Runnable task);

    /** A virtual thread that sleeps; there is none while no alarm is set. */
    static Alarm sleeping() {
        return (nanos, task) -> Thread.ofVirtual().name("dormouse-alarm").start(() -> {
            LockSupport.parkNanos(nanos);
            task.run();
        });
    }
}
