package dev.dormouse.snapshot;

/**
 * What a message was answered, kept so that a repeat of the message gets the same answer and changes nothing.
 *
 * <p>Immutable, as nobody writes to its bytes.
 */
public final class RememberedAnswer {
    /** Longest id of a message, in characters. */
    public static final int MESSAGE_MAX_CHARS = 255;

    /** Largest answer. */
    public static final int ANSWER_MAX_BYTES = 1 << 20;

    private final String message;
    private final byte[] answer;
    private final long millis;

    /**
     * @param message the message's id, 1 to {@link #MESSAGE_MAX_CHARS} characters, chosen by the caller
     * @param answer the answer in any form, at most {@link #ANSWER_MAX_BYTES}; taken over, not written from here on
     * @param millis when it was given, in milliseconds since 1970
     */
    public RememberedAnswer(String message, byte[] answer, long millis) {
        if (message.isEmpty() || message.length() > MESSAGE_MAX_CHARS) {
            throw new IllegalArgumentException("A message's id has 1 to " + MESSAGE_MAX_CHARS
                    + " characters; this one is '" + Excerpt.of(message) + "'.");
        }
        if (answer.length > ANSWER_MAX_BYTES) {
            throw new IllegalArgumentException("An answer of " + answer.length + " bytes cannot be remembered; at most "
                    + ANSWER_MAX_BYTES + " can.");
        }
        this.message = message;
        this.answer = answer;
        this.millis = millis;
    }

    /** The message's id. */
    public String message() {
        return message;
    }

    /** The answer: to read, never to write. */
    public byte[] answer() {
        return answer;
    }

    /** When it was given, in milliseconds since 1970. */
    public long millis() {
        return millis;
    }
}
