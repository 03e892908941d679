package dev.dormouse.scheduler;

import dev.dormouse.snapshot.FunctionName;

/**
 * The grant that lets one invocation run. Held by the invocation's thread from admission to completion.
 */
public final class Activation {
    private final FunctionName function;
    private final Gate gate;
    private final long deadlineNanos;
    private final long waitedNanos;
    private boolean completed;

    Activation(FunctionName function, Gate gate, long deadlineNanos, long waitedNanos) {
        this.function = function;
        this.gate = gate;
        this.deadlineNanos = deadlineNanos;
        this.waitedNanos = waitedNanos;
    }

    /** The function that runs. */
    public FunctionName function() {
        return function;
    }

    /** Ticker reading after which the run is ended. */
    public long deadlineNanos() {
        return deadlineNanos;
    }

    /** How long the invocation waited for this grant. */
    public long waitedNanos() {
        return waitedNanos;
    }

    /** The function's gate, to be left on completion. */
    Gate gate() {
        return gate;
    }

    /** Marks the grant as given back; a second time is a fault of the caller. */
    void markCompleted() {
        if (completed) {
            throw new IllegalStateException("An activation of " + function + " was completed twice.");
        }
        completed = true;
    }
}
