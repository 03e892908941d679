package dev.dormouse.snapshot;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * Identity of one request to run a handler once: 128 bits, written as 32 lower-case hexadecimal digits.
 *
 * @param high the first 16 digits
 * @param low the last 16 digits
 */
public record InvocationId(long high, long low) {
    private static final int DIGITS = 32;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /** Draws a new id from {@code random}. */
    public static InvocationId draw(RandomGenerator random) {
        return new InvocationId(random.nextLong(), random.nextLong());
    }

    /**
     * Reads an id.
     *
     * @throws IllegalArgumentException if {@code hex} is not one
     */
    public static InvocationId of(String hex) {
        if (hex.length() != DIGITS || !isHex(hex)) {
            throw new IllegalArgumentException(
                    "An invocation's id is 32 lower-case hexadecimal digits; this one is '" + Excerpt.of(hex) + "'.");
        }
        return new InvocationId(
                HexFormat.fromHexDigitsToLong(hex, 0, DIGITS / 2),
                HexFormat.fromHexDigitsToLong(hex, DIGITS / 2, DIGITS));
    }

    /** 32 lower-case hexadecimal digits. */
    public String hex() {
        byte[] digits = new byte[DIGITS];
        write(high, digits, 0);
        write(low, digits, DIGITS / 2);
        return new String(digits, StandardCharsets.ISO_8859_1);
    }

    private static void write(long half, byte[] digits, int offset) {
        for (int i = 0; i < DIGITS / 2; i++) {
            digits[offset + i] = HEX[(int) (half >>> (60 - 4 * i)) & 0xf];
        }
    }

    private static boolean isHex(String text) {
        return text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }

    @Override
    public String toString() {
        return hex();
    }
}
