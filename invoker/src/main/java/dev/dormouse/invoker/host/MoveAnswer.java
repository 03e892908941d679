package dev.dormouse.invoker.host;

import dev.dormouse.invoker.wasm.Completion;

/** What came of a guest's part in the move of an agent from one revision to another. */
public sealed interface MoveAnswer {
    /**
     * The guest did its part.
     *
     * @param output what it hands over; to read, never to write
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody, written by nobody
    record Done(byte[] output) implements MoveAnswer {}

    /** The guest has nothing for this part. */
    record Absent() implements MoveAnswer {}

    /**
     * The guest said that it failed.
     *
     * @param code what it returned or exited with
     * @param text what it said, at most {@value GuestCall#MAX_ERROR_BYTES} bytes of it
     */
    record Failed(int code, String text) implements MoveAnswer {}

    /**
     * The guest did not come to its end. The instance is not to be used again.
     *
     * @param completion why; neither {@link Completion.Returned} nor {@link Completion.Exited}
     */
    record Stopped(Completion completion) implements MoveAnswer {}
}
