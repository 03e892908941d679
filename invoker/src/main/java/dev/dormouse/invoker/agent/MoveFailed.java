package dev.dormouse.invoker.agent;

import dev.dormouse.scheduler.Outcome;
import java.time.Duration;
import java.util.Optional;

/** A guest did not do its part in the move of an agent. The agent is what it was, where it was. */
public final class MoveFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Outcome outcome;
    private final Optional<Duration> retryAfter;

    /**
     * @param outcome how the guest's call ended
     * @param message rule, value, subject, next step
     * @param retryAfter when to try again, if the fault was not the guest's
     */
    public MoveFailed(Outcome outcome, String message, Optional<Duration> retryAfter) {
        super(message);
        this.outcome = outcome;
        this.retryAfter = retryAfter;
    }

    /** How the guest's call ended. */
    public Outcome outcome() {
        return outcome;
    }

    /** When to try again, if the fault was not the guest's. */
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }

    /** What there is to say. */
    public String detail() {
        return String.valueOf(getMessage());
    }
}
