package dev.dormouse.snapshot;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * Identity of one request to run a handler once.
 *
 * @param hex 32 lower-case hexadecimal digits
 */
public record InvocationId(String hex) {
    private static final int DIGITS = 32;

    public InvocationId {
        // No regular expression: one of these is made for each request.
        if (hex.length() != DIGITS || !isHex(hex)) {
            throw new IllegalArgumentException(
                    "An invocation's id is 32 lower-case hexadecimal digits; this one is '" + Excerpt.of(hex) + "'.");
        }
    }

    /** Draws a new id from {@code random}. */
    public static InvocationId draw(RandomGenerator random) {
        HexFormat format = HexFormat.of();
        return new InvocationId(format.toHexDigits(random.nextLong()) + format.toHexDigits(random.nextLong()));
    }

    private static boolean isHex(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean digit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
            if (!digit) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return hex;
    }
}
