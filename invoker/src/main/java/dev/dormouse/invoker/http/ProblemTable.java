package dev.dormouse.invoker.http;

import dev.dormouse.invoker.Refused;
import dev.dormouse.invoker.agent.MoveFailed;
import dev.dormouse.invoker.execution.InvocationResult;
import dev.dormouse.scheduler.Admission;
import dev.dormouse.scheduler.Outcome;
import java.time.Duration;
import java.util.Optional;

/** Which problem stands for which outcome and which refusal. The only place that knows. */
final class ProblemTable {
    private static final Optional<Duration> ONE_SECOND = Optional.of(Duration.ofSeconds(1));

    private ProblemTable() {}

    /** For an invocation that gave no answer of the guest. */
    static ProblemType ofFailure(Outcome outcome, InvocationResult.Failed failed) {
        return isMemoryFull(outcome, failed.retryAfter())
                ? ProblemType.MEMORY_FULL
                : ofOutcome(outcome, failed.rejection());
    }

    /** For a move in which a guest failed. */
    static ProblemType ofMove(MoveFailed failed) {
        return isMemoryFull(failed.outcome(), failed.retryAfter())
                ? ProblemType.MEMORY_FULL
                : ofOutcome(failed.outcome(), Optional.empty());
    }

    /** That it is worth trying again says that the limit was the runtime's, not the function's. */
    private static boolean isMemoryFull(Outcome outcome, Optional<Duration> retryAfter) {
        return outcome == Outcome.MEMORY_EXCEEDED && retryAfter.isPresent();
    }

    /** For an outcome alone. */
    static ProblemType ofOutcome(Outcome outcome, Optional<Admission.Reason> rejection) {
        return switch (outcome) {
            case GUEST_ERROR -> ProblemType.GUEST_ERROR;
            case TRAP -> ProblemType.TRAP;
            case DEADLINE_EXCEEDED -> ProblemType.DEADLINE_EXCEEDED;
            case FUEL_EXHAUSTED -> ProblemType.FUEL_EXHAUSTED;
            case MEMORY_EXCEEDED -> ProblemType.MEMORY_EXCEEDED;
            case REJECTED -> rejection.map(ProblemTable::ofRejection).orElse(ProblemType.OVERLOADED);
            case NOT_FOUND -> ProblemType.NOT_FOUND;
            case CANCELLED -> ProblemType.CANCELLED;
            // An outcome of OK without an answer is a fault of the runtime.
            case OK, INTERNAL -> ProblemType.INTERNAL;
        };
    }

    private static ProblemType ofRejection(Admission.Reason reason) {
        return switch (reason) {
            case FUNCTION_AT_LIMIT -> ProblemType.FUNCTION_AT_LIMIT;
            case AGENT_AT_LIMIT -> ProblemType.AGENT_AT_LIMIT;
            case PROCESS_AT_LIMIT -> ProblemType.OVERLOADED;
            case DEADLINE_PASSED -> ProblemType.DEADLINE_EXCEEDED;
            case STOPPING -> ProblemType.STOPPING;
        };
    }

    static ProblemType ofRefused(Refused.Kind kind) {
        return switch (kind) {
            case BAD_INPUT -> ProblemType.BAD_INPUT;
            case NOT_FOUND -> ProblemType.NOT_FOUND;
            case CONFLICT -> ProblemType.CONFLICT;
            case PRECONDITION_FAILED -> ProblemType.PRECONDITION_FAILED;
            case TOO_LARGE -> ProblemType.TOO_LARGE;
            case MODULE_REFUSED -> ProblemType.MODULE_REFUSED;
            case KEY_REUSED -> ProblemType.KEY_REUSED;
            case OVERLOADED -> ProblemType.OVERLOADED;
            case STORE_UNAVAILABLE -> ProblemType.STORE_UNAVAILABLE;
        };
    }

    /** When to try again, where the refusal itself does not say it. */
    static Optional<Duration> retryAfter(Refused.Kind kind) {
        return switch (kind) {
            case OVERLOADED, STORE_UNAVAILABLE -> ONE_SECOND;
            case BAD_INPUT, NOT_FOUND, CONFLICT, PRECONDITION_FAILED, TOO_LARGE, MODULE_REFUSED, KEY_REUSED ->
                Optional.empty();
        };
    }

    /** When to try an invocation again that does not say it itself. */
    static Optional<Duration> retryAfter(ProblemType type) {
        return type.status() == 429 || type.status() == 503 ? ONE_SECOND : Optional.empty();
    }

    static String message(Refused refused) {
        String message = refused.getMessage();
        return message == null ? "The request was refused." : message;
    }
}
