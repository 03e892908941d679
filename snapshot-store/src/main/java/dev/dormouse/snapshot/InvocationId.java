package dev.dormouse.snapshot;

import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * Identity of one request to run a handler once.
 *
 * @param hex 32 lower-case hexadecimal digits
 */
public record InvocationId(String hex) {
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{32}");

    public InvocationId {
        if (!HEX.matcher(hex).matches()) {
            throw new IllegalArgumentException(
                    "An invocation's id is 32 lower-case hexadecimal digits; this one is '" + Excerpt.of(hex) + "'.");
        }
    }

    /** Draws a new id from {@code random}. */
    public static InvocationId draw(RandomGenerator random) {
        HexFormat format = HexFormat.of();
        return new InvocationId(format.toHexDigits(random.nextLong()) + format.toHexDigits(random.nextLong()));
    }

    @Override
    public String toString() {
        return hex;
    }
}
