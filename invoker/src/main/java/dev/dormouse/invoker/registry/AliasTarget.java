package dev.dormouse.invoker.registry;

/**
 * One of the revisions that an alias points at.
 *
 * @param revision its number
 * @param weight its part of the invocations, relative to the other weights of the alias, 1 to {@value #MAX_WEIGHT}
 */
public record AliasTarget(int revision, int weight) {
    /** The largest weight. */
    public static final int MAX_WEIGHT = 1_000;

    public AliasTarget {
        if (revision < 1) {
            throw new IllegalArgumentException("A revision's number begins at 1; this one is " + revision + ".");
        }
        if (weight < 1 || weight > MAX_WEIGHT) {
            throw new IllegalArgumentException("A weight is 1 to " + MAX_WEIGHT + "; that of revision " + revision
                    + " is " + weight + ". Leave the revision out to send it nothing.");
        }
    }
}
