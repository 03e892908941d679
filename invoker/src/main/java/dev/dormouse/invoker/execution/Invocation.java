package dev.dormouse.invoker.execution;

import dev.dormouse.invoker.agent.AgentMessage;
import dev.dormouse.invoker.exchange.RequestHead;
import dev.dormouse.invoker.registry.Revision;
import dev.dormouse.snapshot.FunctionName;
import dev.dormouse.snapshot.InvocationId;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;

/**
 * One request to run a handler once, with nothing left to validate.
 *
 * @param id its identity
 * @param function the function asked for
 * @param selector which of its revisions; for a message to an agent that exists the agent's own stays in force
 * @param message the agent's part of it, if it is a message to an agent; else it is stateless
 * @param head what the handler may know of the request
 * @param body the body, read at most once, on the invocation's thread; its length is bounded by the trigger
 * @param arrivedNanos ticker reading when the request arrived
 * @param timeoutNanos longest time from arrival to the end of the run that the caller asks for; {@link Long#MAX_VALUE}
 *     to leave it to the revision. It may only shorten the revision's own limit
 * @param caller who waits for the answer
 */
public record Invocation(
        InvocationId id,
        FunctionName function,
        RevisionSelector selector,
        Optional<AgentMessage> message,
        RequestHead head,
        InputStream body,
        long arrivedNanos,
        long timeoutNanos,
        Caller caller) {
    /** Ticker reading at which the run ends if {@code revision} runs. */
    public long deadlineNanos(Revision revision) {
        long own = Duration.ofMillis(revision.view().timeoutMillis()).toNanos();
        return arrivedNanos + Math.min(own, timeoutNanos);
    }
}
