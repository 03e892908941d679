package dev.dormouse.snapshot;

import java.util.regex.Pattern;

/**
 * Name of a function: a DNS label, so that it can stand in a URL path, a host name and an object key unchanged.
 *
 * @param value 1 to 63 characters of {@code a-z}, {@code 0-9} and {@code -}, beginning and ending with a letter or digit
 */
public record FunctionName(String value) implements Comparable<FunctionName> {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    public FunctionName {
        if (!LABEL.matcher(value).matches()) {
            throw new IllegalArgumentException("A function's name is 1 to 63 characters of a-z, 0-9 and '-', beginning"
                    + " and ending with a letter or digit; this one is '" + Excerpt.of(value) + "'.");
        }
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
