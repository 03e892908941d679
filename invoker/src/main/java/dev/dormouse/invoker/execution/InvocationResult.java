package dev.dormouse.invoker.execution;

import dev.dormouse.invoker.Refused;
import dev.dormouse.invoker.exchange.AnswerHead;
import dev.dormouse.invoker.wasm.MemoryReservation;
import dev.dormouse.scheduler.Admission;
import dev.dormouse.scheduler.Outcome;
import java.time.Duration;
import java.util.Optional;

/**
 * How an invocation ended. Exactly one of these comes of each {@code Invoker.invoke}, and nothing is thrown. Closed by
 * the trigger when it has sent what is to be sent.
 *
 * @param outcome the end
 * @param answer what is to be sent
 * @param facts what else is told
 */
public record InvocationResult(Outcome outcome, Answer answer, InvocationFacts facts) implements AutoCloseable {
    /** To be called when the answer is sent or dropped: gives back the memory that it was held in. */
    @Override
    public void close() {
        if (answer instanceof Whole whole) {
            whole.held().close();
        }
    }

    /** What is to be sent. */
    public sealed interface Answer {}

    /**
     * The guest's answer, whole.
     *
     * @param head status and headers
     * @param body to read, never to write
     * @param held the memory that the body takes
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody, written by nobody
    public record Whole(AnswerHead head, byte[] body, MemoryReservation held) implements Answer {
        /** An answer that is in memory anyway. */
        public Whole(AnswerHead head, byte[] body) {
            this(head, body, MemoryReservation.none());
        }
    }

    /**
     * The head and perhaps some of the body went out through the {@link AnswerSink}.
     *
     * @param complete false if the run failed after that: the trigger must break the connection, so that nobody takes
     *     a part for the whole
     */
    public record Streamed(boolean complete) implements Answer {}

    /**
     * The invocation was not carried out: it is not acceptable as it is, or the store failed. The kind of the refusal
     * says which.
     *
     * @param refusal why
     */
    public record Declined(Refused refusal) implements Answer {}

    /**
     * No answer of the guest.
     *
     * @param detail rule, value, subject, next step
     * @param retryAfter when to try again, where trying again makes sense
     * @param rejection why it was not admitted, if that is what happened: tells the caller's limit from the service's
     */
    public record Failed(String detail, Optional<Duration> retryAfter, Optional<Admission.Reason> rejection)
            implements Answer {
        /** For an invocation that was admitted, or did not come to that. */
        public Failed(String detail, Optional<Duration> retryAfter) {
            this(detail, retryAfter, Optional.empty());
        }
    }
}
