package dev.dormouse.scheduler;

import java.time.Duration;

/**
 * The scheduler's bounds.
 *
 * @param concurrencyMax invocations that run at once in the process
 * @param functionConcurrencyMax invocations of one function that run at once, unless its revision says less
 * @param waitingMax invocations that wait for the process's room
 * @param functionWaitingMax invocations that wait for one function's room
 * @param retryAfter what a rejected caller is told
 */
public record SchedulerSettings(
        int concurrencyMax, int functionConcurrencyMax, int waitingMax, int functionWaitingMax, Duration retryAfter) {
    /** The values that hold when nobody sets any. */
    public static final SchedulerSettings DEFAULT =
            new SchedulerSettings(256, 128, 2_048, 1_024, Duration.ofSeconds(1));

    public SchedulerSettings {
        requirePositive("concurrencyMax", concurrencyMax);
        requirePositive("functionConcurrencyMax", functionConcurrencyMax);
        requirePositive("waitingMax", waitingMax);
        requirePositive("functionWaitingMax", functionWaitingMax);
        if (retryAfter.isNegative() || retryAfter.isZero()) {
            throw new IllegalArgumentException("retryAfter is longer than nothing; this one is " + retryAfter + ".");
        }
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is 1 or more; this one is " + value + ".");
        }
    }
}
