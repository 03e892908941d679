package dev.dormouse.invoker.faults;

import dev.dormouse.snapshot.object.FaultPoints;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Ends the process at one point, as SIGKILL would: nothing is flushed, closed or run any more. Every write is divided,
 * so that there is a point at which half of it is done. Thread-safe.
 */
final class HaltingPoints implements FaultPoints {
    /** The exit code of a process that ended here, as a shell gives it for SIGKILL. */
    static final int EXIT_CODE = 137;

    private final CrashPoint deadly;
    private final Map<String, Integer> reached = new HashMap<>();

    HaltingPoints(CrashPoint deadly) {
        this.deadly = deadly;
    }

    @Override
    public synchronized void reach(String step) {
        int times = reached.merge(step, 1, Integer::sum);
        if (times == deadly.nth() && step.equals(deadly.step())) {
            Runtime.getRuntime().halt(EXIT_CODE);
        }
    }

    @Override
    public int tornAt(int length) {
        return length / 2;
    }

    /** How often each step was reached. */
    synchronized Map<String, Integer> counts() {
        return new TreeMap<>(reached);
    }
}
