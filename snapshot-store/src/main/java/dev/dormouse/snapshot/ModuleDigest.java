package dev.dormouse.snapshot;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Identity of a module: the SHA-256 of its bytes as uploaded.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record ModuleDigest(String hex) {
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    public ModuleDigest {
        if (!HEX.matcher(hex).matches()) {
            throw new IllegalArgumentException(
                    "A module's digest is 64 lower-case hexadecimal digits; this one is '" + Excerpt.of(hex) + "'.");
        }
    }

    /** Computes the digest of {@code module}. */
    public static ModuleDigest of(byte[] module) {
        try {
            return new ModuleDigest(HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(module)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256.", e);
        }
    }

    @Override
    public String toString() {
        return hex;
    }
}
