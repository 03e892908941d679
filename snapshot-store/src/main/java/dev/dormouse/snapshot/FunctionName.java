package dev.dormouse.snapshot;

/**
 * Name of a function: a DNS label, so that it can stand in a URL path, a host name and an object key unchanged.
 *
 * @param value 1 to 63 characters of {@code a-z}, {@code 0-9} and {@code -}, beginning and ending with a letter or digit
 */
public record FunctionName(String value) implements Comparable<FunctionName> {
    private static final int MAX_CHARS = 63;

    public FunctionName {
        // No regular expression: one of these is made for each request.
        if (!isLabel(value)) {
            throw new IllegalArgumentException("A function's name is 1 to 63 characters of a-z, 0-9 and '-', beginning"
                    + " and ending with a letter or digit; this one is '" + Excerpt.of(value) + "'.");
        }
    }

    private static boolean isLabel(String text) {
        int last = text.length() - 1;
        if (last < 0 || last >= MAX_CHARS || text.charAt(0) == '-' || text.charAt(last) == '-') {
            return false;
        }
        for (int i = 0; i <= last; i++) {
            char c = text.charAt(i);
            boolean letterOrDigit = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            if (!letterOrDigit && c != '-') {
                return false;
            }
        }
        return true;
    }

    @Override
    public int compareTo(FunctionName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
