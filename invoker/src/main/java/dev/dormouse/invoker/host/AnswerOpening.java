package dev.dormouse.invoker.host;

import dev.dormouse.invoker.exchange.AnswerHead;
import java.io.IOException;
import java.io.OutputStream;

/** How a guest that streams its answer gets its head out. Called at most once an invocation, on its thread. */
@FunctionalInterface
public interface AnswerOpening {
    /**
     * Sends the head.
     *
     * @return the body: each write is sent on at once; never closed by the host
     */
    OutputStream open(AnswerHead head) throws IOException;
}
