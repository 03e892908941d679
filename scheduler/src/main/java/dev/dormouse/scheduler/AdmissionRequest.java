package dev.dormouse.scheduler;

import dev.dormouse.snapshot.FunctionName;

/**
 * What the scheduler needs to know of an invocation.
 *
 * @param function the function to run
 * @param concurrencyMax how many invocations of this function may run at once; 0 for the scheduler's default
 * @param deadlineNanos ticker reading after which neither waiting nor running makes sense
 */
public record AdmissionRequest(FunctionName function, int concurrencyMax, long deadlineNanos) {
    public AdmissionRequest {
        if (concurrencyMax < 0) {
            throw new IllegalArgumentException(
                    "A function's concurrency is 0 (the default) or more; this one is " + concurrencyMax + ".");
        }
    }
}
