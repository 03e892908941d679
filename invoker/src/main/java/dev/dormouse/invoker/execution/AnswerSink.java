package dev.dormouse.invoker.execution;

import dev.dormouse.invoker.exchange.AnswerHead;
import java.io.OutputStream;

/** Where a streamed answer goes while the guest still runs. Used on the invocation's thread only. */
@FunctionalInterface
public interface AnswerSink {
    /**
     * Sends the head and opens the body. Called at most once, and only if the guest streams; else the answer is in the
     * {@link InvocationResult}.
     *
     * @return the body; each write is sent on at once, closing it is the trigger's part
     */
    OutputStream begin(AnswerHead head, InvocationFacts soFar);
}
