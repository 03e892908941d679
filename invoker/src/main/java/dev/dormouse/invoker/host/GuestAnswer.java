package dev.dormouse.invoker.host;

import dev.dormouse.invoker.exchange.AnswerHead;
import dev.dormouse.invoker.wasm.Completion;

/**
 * What came of one run of a guest's handler. {@link HostContext#answerBegun} tells whether a part of an answer had gone
 * out before it failed or was stopped.
 */
public sealed interface GuestAnswer {
    /**
     * The answer, whole; nothing of it was sent yet.
     *
     * @param head status and headers, with a content type if there is content
     * @param body to read, never to write
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody, written by nobody
    record Whole(AnswerHead head, byte[] body) implements GuestAnswer {}

    /** All of the answer went out through the {@link AnswerOpening}. */
    record Streamed() implements GuestAnswer {}

    /**
     * The guest said that it failed: a non-zero return or exit code.
     *
     * @param text what it said, at most {@value GuestCall#MAX_ERROR_BYTES} bytes of it
     */
    record Failed(String text) implements GuestAnswer {}

    /**
     * The guest did not come to its end. The instance is not to be used again.
     *
     * @param completion why; neither {@link Completion.Returned} nor {@link Completion.Exited}
     */
    record Stopped(Completion completion) implements GuestAnswer {}
}
