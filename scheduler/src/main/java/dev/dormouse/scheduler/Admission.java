package dev.dormouse.scheduler;

import java.time.Duration;

/** The scheduler's answer to an invocation. */
public sealed interface Admission {
    /**
     * It may run.
     *
     * @param activation to be given back by {@link Scheduler#complete}, exactly once
     */
    record Admitted(Activation activation) implements Admission {}

    /**
     * It may not run, and nothing was changed.
     *
     * @param reason why
     * @param retryAfter when trying again makes sense
     */
    record Rejected(Reason reason, Duration retryAfter) implements Admission {}

    /** Why an invocation is not run. */
    enum Reason {
        /** The function has as many invocations running and waiting as it may. */
        FUNCTION_AT_LIMIT,
        /** The agent has as many messages waiting as its mailbox takes. */
        AGENT_AT_LIMIT,
        /** The process has as many invocations running and waiting as it may. */
        PROCESS_AT_LIMIT,
        /** The deadline passed before there was room. */
        DEADLINE_PASSED,
        /** The process is stopping and takes no new work. */
        STOPPING
    }
}
