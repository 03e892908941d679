package dev.dormouse.snapshot;

/** Shows a foreign text in a message: bounded in length and free of control characters. */
public final class Excerpt {
    private static final int MAX_CHARS = 80;

    private Excerpt() {}

    /** Returns at most 80 characters of {@code text}, each control character replaced by {@code ?}. */
    public static String of(String text) {
        String shown = text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS) + "...";
        return shown.replaceAll("\\p{Cntrl}", "?");
    }
}
