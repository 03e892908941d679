package dev.dormouse.snapshot;

import java.util.regex.Pattern;

/**
 * Identity of one immutable version of a function, written {@code name@number}.
 *
 * @param function the function that it is a revision of
 * @param number position in the function's history, from 1
 */
public record RevisionId(FunctionName function, int number) {
    private static final Pattern TEXT = Pattern.compile("([^@]+)@([1-9][0-9]{0,8})");

    public RevisionId {
        if (number < 1) {
            throw new IllegalArgumentException("A revision's number begins at 1; this one is " + number + ".");
        }
    }

    /** Reads the form that {@link #toString()} writes. */
    public static RevisionId parse(String text) {
        var matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "A revision is written name@number; this one is '" + Excerpt.of(text) + "'.");
        }
        return new RevisionId(new FunctionName(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    @Override
    public String toString() {
        return function + "@" + number;
    }
}
