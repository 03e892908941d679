package dev.dormouse.invoker;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** A request that was not carried out, and changed nothing. */
public final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why; a new kind only where a caller acts differently. */
    public enum Kind {
        /** The request itself is wrong. */
        BAD_INPUT,
        /** What it names is not there. */
        NOT_FOUND,
        /** It contradicts what is there, for example another deploy of the same function. */
        CONFLICT,
        /** {@code If-Match} does not match. */
        PRECONDITION_FAILED,
        /** Something in it is larger than allowed. */
        TOO_LARGE,
        /** The module or its spec is not acceptable. */
        MODULE_REFUSED,
        /** An {@code Idempotency-Key} that stands for another message already. */
        KEY_REUSED,
        /** The service is at its limit; later is fine. */
        OVERLOADED,
        /** The store gave no answer; later may be fine. */
        STORE_UNAVAILABLE
    }

    private static final Duration STORE_RETRY_AFTER = Duration.ofSeconds(1);

    private final Kind kind;
    private final Optional<Duration> retryAfter;

    /** @param message rule, value, subject, next step */
    public Refused(Kind kind, String message) {
        this(kind, message, Optional.empty());
    }

    /**
     * @param message rule, value, subject, next step
     * @param retryAfter when to try again
     */
    public Refused(Kind kind, String message, Optional<Duration> retryAfter) {
        super(message);
        this.kind = kind;
        this.retryAfter = retryAfter;
    }

    /** For a change of which it is not known whether it was made. */
    public static Refused unavailable(IOException cause) {
        Refused refused = new Refused(
                Kind.STORE_UNAVAILABLE,
                "The store gave no usable answer, so it is not known whether the change was made: " + cause.getMessage()
                        + " Look at the present state, then try again.",
                Optional.of(STORE_RETRY_AFTER));
        refused.initCause(cause);
        return refused;
    }

    /** Why. */
    public Kind kind() {
        return kind;
    }

    /** When to try again, where that makes sense. */
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
