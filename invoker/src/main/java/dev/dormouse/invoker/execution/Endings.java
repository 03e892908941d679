package dev.dormouse.invoker.execution;

import dev.dormouse.invoker.Refused;
import dev.dormouse.invoker.agent.MoveFailed;
import dev.dormouse.invoker.exchange.AnswerHead;
import dev.dormouse.invoker.host.GuestAnswer;
import dev.dormouse.invoker.wasm.Completion;
import dev.dormouse.invoker.wasm.MemoryReservation;
import dev.dormouse.scheduler.Admission;
import dev.dormouse.scheduler.Outcome;
import dev.dormouse.snapshot.InvocationId;
import dev.dormouse.snapshot.format.CorruptObjectException;
import dev.dormouse.snapshot.store.NeedsAttentionException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** How each end of an invocation is told: which outcome it is, and in which words. */
public final class Endings {
    private static final System.Logger LOG = System.getLogger(Endings.class.getName());
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private Endings() {}

    /** The guest's answer, whole. */
    public static InvocationResult whole(AnswerHead head, byte[] body, MemoryReservation held, InvocationFacts facts) {
        return new InvocationResult(Outcome.OK, new InvocationResult.Whole(head, body, held), facts);
    }

    /**
     * What came of a call of a guest.
     *
     * @param guest whose part of the memory goes along with the answer
     */
    public static InvocationResult of(GuestCalls.Called called, LiveInstance guest, InvocationFacts facts) {
        return switch (called.answer()) {
            case GuestAnswer.Whole whole ->
                whole(whole.head(), whole.body(), guest.memory().split(whole.body().length), facts);
            case GuestAnswer.Streamed streamed ->
                new InvocationResult(Outcome.OK, new InvocationResult.Streamed(true), facts);
            case GuestAnswer.Failed failed ->
                ended(new Stop(Outcome.GUEST_ERROR, "The guest failed: " + failed.text()), called.answerBegun(), facts);
            case GuestAnswer.Stopped stopped -> stopped(stopped.completion(), called.answerBegun(), facts);
        };
    }

    /**
     * The guest did not come to its end.
     *
     * @param answerBegun whether a part of its answer went out
     */
    public static InvocationResult stopped(Completion completion, boolean answerBegun, InvocationFacts facts) {
        return ended(stop(completion), answerBegun, facts);
    }

    private static InvocationResult ended(Stop stop, boolean answerBegun, InvocationFacts facts) {
        return new InvocationResult(
                stop.outcome(),
                answerBegun
                        ? new InvocationResult.Streamed(false)
                        : new InvocationResult.Failed(stop.detail(), stop.retryAfter()),
                facts);
    }

    /**
     * How it is told that a guest did not come to its end.
     *
     * @param outcome which outcome it is
     * @param detail in which words
     * @param retryAfter when to try again, if the fault was not the guest's
     */
    public record Stop(Outcome outcome, String detail, Optional<Duration> retryAfter) {
        Stop(Outcome outcome, String detail) {
            this(outcome, detail, Optional.empty());
        }
    }

    /** How it is told that a guest did not come to its end. */
    public static Stop stop(Completion completion) {
        return switch (completion) {
            case Completion.Trapped trapped -> new Stop(Outcome.TRAP, "The guest trapped: " + trapped.reason());
            case Completion.OutOfFuel fuel ->
                new Stop(
                        Outcome.FUEL_EXHAUSTED,
                        "The invocation used up its fuel before the guest was done. Deploy the function with more fuel,"
                                + " or let it do less in one invocation.");
            case Completion.PastDeadline deadline ->
                new Stop(
                        Outcome.DEADLINE_EXCEEDED,
                        "The deadline passed before the guest was done. Deploy the function with a longer timeout, or"
                                + " let it do less in one invocation.");
            case Completion.OutOfMemory memory -> new Stop(Outcome.MEMORY_EXCEEDED, memory.limit());
            case Completion.RuntimeFull full ->
                new Stop(Outcome.MEMORY_EXCEEDED, full.limit(), Optional.of(RETRY_AFTER));
            case Completion.Cancelled cancelled ->
                new Stop(
                        Outcome.CANCELLED,
                        "The invocation was cancelled: the caller went away, or the runtime is stopping.");
            case Completion.Returned returned -> throw new IllegalStateException("A return is not a stop.");
            case Completion.Exited exited -> throw new IllegalStateException("An exit is not a stop.");
        };
    }

    /** The message did not run, as its agent could not be moved before it. */
    public static InvocationResult unmoved(MoveFailed failed, InvocationFacts facts) {
        return new InvocationResult(
                failed.outcome(), new InvocationResult.Failed(failed.detail(), failed.retryAfter()), facts);
    }

    /** No answer of the guest. */
    public static InvocationResult failed(Outcome outcome, String detail, InvocationFacts facts) {
        return new InvocationResult(
                outcome, new InvocationResult.Failed(detail, Optional.empty(), Optional.empty()), facts);
    }

    /** The invocation is not acceptable as it is. */
    public static InvocationResult declined(Refused refusal, InvocationFacts facts) {
        return new InvocationResult(Outcome.REJECTED, new InvocationResult.Declined(refusal), facts);
    }

    /** There is no room for it now; nothing was changed. */
    public static InvocationResult overloaded(String detail, InvocationFacts facts) {
        return new InvocationResult(
                Outcome.REJECTED,
                new InvocationResult.Failed(
                        detail, Optional.of(RETRY_AFTER), Optional.of(Admission.Reason.PROCESS_AT_LIMIT)),
                facts);
    }

    /** The store gave no answer, or one that cannot be used. */
    public static InvocationResult ofStore(InvocationId invocation, IOException cause, InvocationFacts facts) {
        LOG.log(System.Logger.Level.WARNING, "Invocation " + invocation + " failed at the store.", cause);
        boolean damaged = cause instanceof CorruptObjectException || cause instanceof NeedsAttentionException;
        return damaged
                ? failed(Outcome.INTERNAL, String.valueOf(cause.getMessage()), facts)
                : unavailable("The store gave no answer, so nothing was run: " + cause.getMessage(), facts);
    }

    /**
     * The store gave no answer.
     *
     * @param detail what that means
     */
    public static InvocationResult unavailable(String detail, InvocationFacts facts) {
        Refused refusal = new Refused(Refused.Kind.STORE_UNAVAILABLE, detail, Optional.of(RETRY_AFTER));
        return new InvocationResult(Outcome.INTERNAL, new InvocationResult.Declined(refusal), facts);
    }

    /** The runtime failed, and the log has what there is to know. */
    public static InvocationResult broken(InvocationId invocation, RuntimeException cause, InvocationFacts facts) {
        LOG.log(System.Logger.Level.ERROR, "Invocation " + invocation + " failed.", cause);
        return failed(Outcome.INTERNAL, "The runtime failed; its log has more under this invocation's id.", facts);
    }

    /** There is nothing to run. */
    static InvocationResult notFound(Invocation invocation, InvocationFacts facts) {
        String wanted = switch (invocation.selector()) {
            case RevisionSelector.ByNumber byNumber -> invocation.function() + "@" + byNumber.number();
            case RevisionSelector.ByAlias byAlias -> invocation.function() + "@" + byAlias.name();
        };
        return failed(
                Outcome.NOT_FOUND,
                "There is no function, revision or alias '" + wanted
                        + "' here. GET /v1/functions lists what there is; a deploy makes one.",
                facts);
    }

    /** It was not admitted. */
    static InvocationResult rejected(Admission.Rejected rejected, InvocationFacts facts) {
        return new InvocationResult(
                Outcome.REJECTED,
                new InvocationResult.Failed(
                        explanation(rejected.reason()),
                        Optional.of(rejected.retryAfter()),
                        Optional.of(rejected.reason())),
                facts);
    }

    /** What a caller is told who was not admitted. */
    public static String explanation(Admission.Reason reason) {
        return switch (reason) {
            case FUNCTION_AT_LIMIT ->
                "The function has as many invocations running and waiting as it may. Try again later, or deploy it with"
                        + " more concurrency.";
            case AGENT_AT_LIMIT -> "The agent has as many messages waiting as its mailbox takes. Try again later.";
            case PROCESS_AT_LIMIT ->
                "The runtime has as many invocations running and waiting as it may. Try again later.";
            case DEADLINE_PASSED ->
                "The deadline passed before there was room to run. Try again later, or allow more time.";
            case STOPPING -> "The runtime is stopping and takes no new work. Try again later.";
        };
    }
}
