package dev.dormouse.invoker.host;

import dev.dormouse.invoker.wasm.Completion;
import dev.dormouse.invoker.wasm.GuestStop;

/**
 * What a guest may make the host hold. Reaching one of these ends the call as {@link Completion.OutOfMemory}.
 *
 * @param maxBlockBytes at least 64 KiB: host blocks of one call together, the buffered request body included; each block counts
 *     {@value Blocks#OVERHEAD_BYTES} bytes more than its length
 * @param maxVariableBytes names and values of all variables of one instance together
 * @param maxAnswerBytes body of one answer, streamed or not
 * @param maxHeadBytes status and headers of one answer, as JSON or as a CGI block; the guest that gives more traps
 * @param maxLogBytes what one invocation may write to the log
 */
public record HostLimits(
        int maxBlockBytes, int maxVariableBytes, long maxAnswerBytes, int maxHeadBytes, long maxLogBytes) {
    /** 64 MiB of blocks, 1 MiB of variables, answers of 64 MiB with heads of 16 KiB, 64 KiB of log. */
    public static final HostLimits DEFAULT = new HostLimits(64 << 20, 1 << 20, 64L << 20, 16 << 10, 64L << 10);

    private static final int LEAST_BLOCK_BYTES = 64 << 10;

    public HostLimits {
        if (maxBlockBytes < LEAST_BLOCK_BYTES) {
            throw new IllegalArgumentException("Host blocks need at least " + LEAST_BLOCK_BYTES
                    + " bytes for what the host itself puts there; maxBlockBytes is " + maxBlockBytes + ".");
        }
        notNegative("maxVariableBytes", maxVariableBytes);
        notNegative("maxAnswerBytes", maxAnswerBytes);
        notNegative("maxHeadBytes", maxHeadBytes);
        notNegative("maxLogBytes", maxLogBytes);
    }

    /** These limits with another one for answers. */
    public HostLimits withMaxAnswerBytes(long bytes) {
        return new HostLimits(maxBlockBytes, maxVariableBytes, bytes, maxHeadBytes, maxLogBytes);
    }

    /** These limits with another one for the log. */
    public HostLimits withMaxLogBytes(long bytes) {
        return new HostLimits(maxBlockBytes, maxVariableBytes, maxAnswerBytes, maxHeadBytes, bytes);
    }

    GuestStop blocksFull() {
        return full("Host blocks (input, output and what the guest allocates) take at most " + maxBlockBytes
                + " bytes in one call. Free blocks that are no longer needed, or read and write the body in chunks"
                + " with request_read and response_write.");
    }

    GuestStop variablesFull() {
        return full("The variables of an instance take at most " + maxVariableBytes
                + " bytes, names and values together. Delete some, or keep the state in the guest's own memory.");
    }

    GuestStop answerFull() {
        return full("An answer has at most " + maxAnswerBytes + " bytes. Raise max-answer-bytes if it may be longer.");
    }

    GuestStop logFull() {
        return full("One invocation writes at most " + maxLogBytes
                + " bytes to the log. Log less, or raise max-log-bytes.");
    }

    private static GuestStop full(String limit) {
        return GuestStop.as(new Completion.OutOfMemory(limit));
    }

    private static void notNegative(String name, long value) {
        if (value < 0) {
            throw new IllegalArgumentException("A limit is at least 0; " + name + " is " + value + ".");
        }
    }
}
