package dev.dormouse.invoker.http.wire;

/** A ticker reading that may be none, in one {@code long}, so that it can be a volatile field. */
final class Deadline {
    /** No deadline. */
    static final long NONE = 0;

    private Deadline() {}

    static long in(long now, long nanos) {
        // One nanosecond off is nothing; being taken for none would be something.
        return (now + nanos) | 1;
    }

    static boolean passed(long deadline, long now) {
        return deadline != NONE && deadline - now < 0;
    }
}
