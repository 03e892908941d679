package dev.dormouse.scheduler;

import dev.dormouse.snapshot.AgentId;
import dev.dormouse.snapshot.FunctionName;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The grant that lets one invocation run, or one change of an agent be made. Held from admission to completion, by one
 * thread at a time.
 */
public final class Activation {
    private final AdmissionRequest request;
    private final Runnable leave;
    private final long waitedNanos;
    private final long grantedNanos;
    private final AtomicBoolean completed = new AtomicBoolean();

    /**
     * @param leave gives back all that was entered
     * @param fromNanos ticker reading when the invocation began to wait
     * @param grantedNanos ticker reading now
     */
    Activation(AdmissionRequest request, Runnable leave, long fromNanos, long grantedNanos) {
        this.request = request;
        this.leave = leave;
        this.waitedNanos = grantedNanos - fromNanos;
        this.grantedNanos = grantedNanos;
    }

    /** The function that runs. */
    public FunctionName function() {
        return request.function();
    }

    /** The agent whose turn it is; none for a stateless function. */
    public Optional<AgentId> agent() {
        return switch (request) {
            case AdmissionRequest.Stateless stateless -> Optional.empty();
            case AdmissionRequest.Message message -> Optional.of(message.agent());
            case AdmissionRequest.Control control -> Optional.of(control.agent());
        };
    }

    /** Ticker reading after which the run is ended. */
    public long deadlineNanos() {
        return request.deadlineNanos();
    }

    /** How long the invocation waited for this grant. */
    public long waitedNanos() {
        return waitedNanos;
    }

    /** Ticker reading when the grant was made. */
    public long grantedNanos() {
        return grantedNanos;
    }

    /** Gives back what was entered; a second time is a fault of the caller. */
    void giveBack() {
        if (!completed.compareAndSet(false, true)) {
            throw new IllegalStateException("An activation of " + function() + " was completed twice.");
        }
        leave.run();
    }
}
