package dev.dormouse.invoker.http.wire;

import org.jspecify.annotations.Nullable;

/** Checks the bytes of one direction of a connection and says where in the protocol they are. Used by one thread. */
interface Framing {
    /** Where the bytes given so far end. */
    enum Phase {
        /** Between two requests. */
        IDLE,
        /** Within a request line, headers or a header block. */
        HEAD,
        /** Within a body or the payload of a frame. */
        BODY
    }

    /**
     * Gives bytes as they came.
     *
     * @param bytes owned by the framing from now on
     */
    void feed(byte[] bytes);

    /**
     * Takes bytes that were checked.
     *
     * @return null if more must be fed first
     * @throws FramingRefused if they are not acceptable; everything before them was returned by earlier calls
     */
    byte @Nullable [] next() throws FramingRefused;

    /** Where the bytes that {@link #next} has returned end, counting those of a head that is not complete yet. */
    Phase phase();

    /** Whether bytes were fed that {@link #next} has not returned. */
    boolean holdsBytes();

    /** How many bodies, or frames, have begun. */
    long bodies();

    /** How many bytes of the last of them were returned. */
    long bodyBytes();

    /** Whether a request was returned to its end that said it would be the last. */
    boolean ended();
}
