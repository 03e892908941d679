package dev.dormouse.snapshot;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Identity of an agent: the function that it is bound to, and its key among that function's agents.
 *
 * @param function the function
 * @param key 1 to 256 bytes of UTF-8, chosen by the caller
 */
public record AgentId(FunctionName function, String key) {
    /** Longest key in bytes of UTF-8. */
    public static final int KEY_MAX_BYTES = 256;

    private static final int DIGEST_BYTES = 16;

    public AgentId {
        int bytes = utf8Length(key);
        if (bytes < 1 || bytes > KEY_MAX_BYTES) {
            throw new IllegalArgumentException("An agent's key is 1 to " + KEY_MAX_BYTES
                    + " bytes of UTF-8; this one is '" + Excerpt.of(key) + "'.");
        }
    }

    /** Length in UTF-8, or -1 if the text has a half of a surrogate pair. */
    private static int utf8Length(String text) {
        try {
            return StandardCharsets.UTF_8
                    .newEncoder()
                    .encode(java.nio.CharBuffer.wrap(text))
                    .remaining();
        } catch (CharacterCodingException e) {
            return -1;
        }
    }

    /**
     * 32 hexadecimal digits that stand for the agent in object keys and choose its partition: the beginning of the
     * SHA-256 of function and key, so that no key of a caller ever becomes a path.
     */
    public String digest() {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(function.value().getBytes(StandardCharsets.US_ASCII));
            sha.update((byte) '/');
            sha.update(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha.digest(), 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256.", e);
        }
    }

    /**
     * The agent's partition.
     *
     * @param partitions how many there are
     */
    public int partition(int partitions) {
        byte[] digest = HexFormat.of().parseHex(digest());
        return Integer.remainderUnsigned(ByteBuffer.wrap(digest).getInt(), partitions);
    }

    @Override
    public String toString() {
        return function + "/" + Excerpt.of(key);
    }
}
