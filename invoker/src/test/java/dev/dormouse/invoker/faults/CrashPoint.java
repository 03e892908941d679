package dev.dormouse.invoker.faults;

/**
 * A place where a process can end: the time that it reaches a step for the n-th time.
 *
 * @param step as the step calls itself
 * @param nth from 1
 */
record CrashPoint(String step, int nth) {
    /** One that is never reached. */
    static final CrashPoint NEVER = new CrashPoint("never", 1);
}
