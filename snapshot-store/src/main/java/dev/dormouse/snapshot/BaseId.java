package dev.dormouse.snapshot;

import java.util.regex.Pattern;

/**
 * Identity of the image that a revision's instances start from: the SHA-256 of its stored form.
 *
 * <p>What an agent changed is kept as the difference from exactly one base. A base that is taken anew, even from the
 * same module, is another base.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record BaseId(String hex) {
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    public BaseId {
        if (!HEX.matcher(hex).matches()) {
            throw new IllegalArgumentException(
                    "A base's id is 64 lower-case hexadecimal digits; this one is '" + Excerpt.of(hex) + "'.");
        }
    }

    @Override
    public String toString() {
        return hex;
    }
}
