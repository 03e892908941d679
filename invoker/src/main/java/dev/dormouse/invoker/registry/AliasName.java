package dev.dormouse.invoker.registry;

import dev.dormouse.snapshot.Excerpt;

/**
 * A movable name for revisions of one function.
 *
 * @param value 1 to 63 characters of {@code a-z}, {@code 0-9} and {@code -}, beginning with a letter, so that it is
 *     never taken for a revision's number
 */
public record AliasName(String value) {
    /** What invocations follow when they name nothing. */
    public static final AliasName LIVE = new AliasName("live");

    private static final int MAX_CHARS = 63;

    public AliasName {
        if (!isValid(value)) {
            throw new IllegalArgumentException("An alias is 1 to " + MAX_CHARS + " characters of a-z, 0-9 and '-',"
                    + " beginning with a letter; this one is '" + Excerpt.of(value) + "'.");
        }
    }

    private static boolean isValid(String value) {
        if (value.isEmpty() || value.length() > MAX_CHARS || !isLetter(value.charAt(0))) {
            return false;
        }
        for (int i = 1; i < value.length(); i++) {
            char c = value.charAt(i);
            if (!isLetter(c) && c != '-' && !(c >= '0' && c <= '9')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z';
    }

    @Override
    public String toString() {
        return value;
    }
}
