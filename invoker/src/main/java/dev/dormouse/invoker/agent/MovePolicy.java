package dev.dormouse.invoker.agent;

import dev.dormouse.invoker.Refused;
import dev.dormouse.snapshot.Excerpt;

/** What an agent takes along when it moves to another revision. */
public enum MovePolicy {
    /** What the guest of the revision that it leaves hands over, and its variables. */
    MIGRATE,
    /** Nothing: it begins as a new agent of the revision does. */
    FRESH;

    /**
     * The policy of this name.
     *
     * @throws Refused {@code BAD_INPUT} if there is none
     */
    public static MovePolicy of(String text) {
        return switch (text) {
            case "migrate" -> MIGRATE;
            case "fresh" -> FRESH;
            default ->
                throw new Refused(
                        Refused.Kind.BAD_INPUT,
                        "An agent moves by the policy 'migrate' or 'fresh'; this one is '" + Excerpt.of(text) + "'.");
        };
    }
}
