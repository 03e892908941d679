package dev.dormouse.snapshot.object;

import dev.dormouse.snapshot.Excerpt;

/**
 * The rule for keys: 1 to 512 characters, parts of 1 to 128 of {@code a-z 0-9 . _ -} between slashes, no part
 * {@code .} or {@code ..}.
 *
 * <p>Upper case is left out because some file systems do not tell it from lower case.
 */
public final class ObjectKeys {
    /** Longest key. */
    public static final int MAX_CHARS = 512;

    private static final int MAX_PART_CHARS = 128;

    private ObjectKeys() {}

    /** Returns {@code key} if it follows the rule, else throws {@link IllegalArgumentException}. */
    public static String valid(String key) {
        if (!isValid(key)) {
            throw new IllegalArgumentException("A key is 1 to 512 characters, parts of 1 to 128 of a-z, 0-9, '.', '_'"
                    + " and '-' between slashes, none of them '.' or '..'; this one is '" + Excerpt.of(key) + "'.");
        }
        return key;
    }

    /** Returns {@code prefix} if some key may begin with it, else throws {@link IllegalArgumentException}. */
    public static String validPrefix(String prefix) {
        if (!prefix.isEmpty()) {
            boolean openEnd = prefix.endsWith("/") || prefix.endsWith(".");
            valid(openEnd ? prefix + "x" : prefix);
        }
        return prefix;
    }

    /** Whether {@code key} follows the rule. */
    public static boolean isValid(String key) {
        if (key.isEmpty() || key.length() > MAX_CHARS) {
            return false;
        }
        int start = 0;
        for (int slash = key.indexOf('/'); slash >= 0; slash = key.indexOf('/', start)) {
            if (!isPart(key, start, slash)) {
                return false;
            }
            start = slash + 1;
        }
        return isPart(key, start, key.length());
    }

    private static boolean isPart(String key, int start, int end) {
        int length = end - start;
        if (length < 1 || length > MAX_PART_CHARS) {
            return false;
        }
        for (int i = start; i < end; i++) {
            if (!isAllowed(key.charAt(i))) {
                return false;
            }
        }
        boolean dots = key.charAt(start) == '.' && (length == 1 || (length == 2 && key.charAt(start + 1) == '.'));
        return !dots;
    }

    private static boolean isAllowed(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
    }
}
