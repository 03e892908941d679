package dev.dormouse.invoker;

import java.time.Duration;

/** Told what a start has done so far, on the starting thread, for a person who waits. */
@FunctionalInterface
public interface StartProgress {
    /**
     * A step is done.
     *
     * @param step in plain words, for example {@code deployed example markdown}
     * @param took how long
     */
    void done(String step, Duration took);
}
