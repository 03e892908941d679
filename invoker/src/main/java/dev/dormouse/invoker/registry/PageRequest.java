package dev.dormouse.invoker.registry;

import java.util.Optional;

/**
 * Which part of a list.
 *
 * @param after the {@link Page#next} of the part before; empty for the first. To be refused as {@code BAD_INPUT} by the
 *     list if it is none of its own
 * @param limit items at most, 1 to {@value #MAX_LIMIT}
 */
public record PageRequest(Optional<String> after, int limit) {
    /** Items in a part at most. */
    public static final int MAX_LIMIT = 500;

    public PageRequest {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("A page has 1 to " + MAX_LIMIT + " items; this limit is " + limit + ".");
        }
    }
}
