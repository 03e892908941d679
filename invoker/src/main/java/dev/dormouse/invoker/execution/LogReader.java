package dev.dormouse.invoker.execution;

import dev.dormouse.snapshot.FunctionName;
import java.time.Duration;
import java.util.List;

/** The lines that guests logged lately, for whoever looks into what a function does. Thread-safe. */
@FunctionalInterface
public interface LogReader {
    /**
     * Lines of a function that are still kept, oldest first.
     *
     * @param after the {@link LogLine#sequence} of the last line that is known already; 0 for all
     * @param max how many at most
     * @param patience how long to wait for a line if there is none
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    List<LogLine> lines(FunctionName function, long after, int max, Duration patience) throws InterruptedException;
}
