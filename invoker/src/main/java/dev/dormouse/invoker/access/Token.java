package dev.dormouse.invoker.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/**
 * An API key as its owner holds it: {@code dk_<id>_<secret>}.
 *
 * @param id which key
 * @param secret 43 characters, 256 bits in unpadded base64url
 */
record Token(String id, String secret) {
    private static final String PREFIX = "dk_";
    private static final int ID_END = PREFIX.length() + ApiKey.ID_DIGITS;
    private static final int SECRET_CHARS = 43;

    static Optional<Token> parse(String text) {
        if (text.length() != ID_END + 1 + SECRET_CHARS || !text.startsWith(PREFIX) || text.charAt(ID_END) != '_') {
            return Optional.empty();
        }
        return Optional.of(new Token(text.substring(PREFIX.length(), ID_END), text.substring(ID_END + 1)));
    }

    byte[] secretSha256() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256.", e);
        }
    }

    String text() {
        return PREFIX + id + "_" + secret;
    }

    /** Tells the id only, since such texts end up in logs. */
    @Override
    public String toString() {
        return PREFIX + id + "_...";
    }
}
