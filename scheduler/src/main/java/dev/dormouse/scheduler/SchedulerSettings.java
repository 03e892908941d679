package dev.dormouse.scheduler;

import java.time.Duration;

/**
 * The scheduler's bounds.
 *
 * @param concurrencyMax invocations that run at once in the process
 * @param functionConcurrencyMax invocations of one function that run at once, unless its revision says less
 * @param waitingMax invocations that wait for the process's room
 * @param functionWaitingMax invocations that wait for one function's room
 * @param agentWaitingMax messages that wait for one agent's turn
 * @param retryAfter what a rejected caller is told
 * @param keepAlive how long an agent's instance stays warm after a message; nothing to suspend it at once
 */
public record SchedulerSettings(
        int concurrencyMax,
        int functionConcurrencyMax,
        int waitingMax,
        int functionWaitingMax,
        int agentWaitingMax,
        Duration retryAfter,
        Duration keepAlive) {
    /** The values that hold when nobody sets any. */
    public static final SchedulerSettings DEFAULT =
            new SchedulerSettings(256, 128, 2_048, 1_024, 64, Duration.ofSeconds(1), Duration.ofSeconds(60));

    public SchedulerSettings {
        requirePositive("concurrencyMax", concurrencyMax);
        requirePositive("functionConcurrencyMax", functionConcurrencyMax);
        requirePositive("waitingMax", waitingMax);
        requirePositive("functionWaitingMax", functionWaitingMax);
        requirePositive("agentWaitingMax", agentWaitingMax);
        if (retryAfter.isNegative() || retryAfter.isZero()) {
            throw new IllegalArgumentException("retryAfter is longer than nothing; this one is " + retryAfter + ".");
        }
        if (keepAlive.isNegative()) {
            throw new IllegalArgumentException("keepAlive is not negative; this one is " + keepAlive + ".");
        }
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is 1 or more; this one is " + value + ".");
        }
    }
}
