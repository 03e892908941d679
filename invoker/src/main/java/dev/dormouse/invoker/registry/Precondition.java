package dev.dormouse.invoker.registry;

import dev.dormouse.invoker.Refused;
import java.util.OptionalLong;

/** What must be true of a thing's present version for a change to be made. */
public sealed interface Precondition {
    /** Nothing: the change is made whatever is there. */
    record None() implements Precondition {}

    /** Something is there, at whatever version. */
    record Present() implements Precondition {}

    /** Nothing is there: the change creates it. */
    record Absent() implements Precondition {}

    /**
     * Just this version is there.
     *
     * @param version as a view showed it
     */
    record AtVersion(long version) implements Precondition {}

    /**
     * Checks this against what is there. To be called under whatever orders the changes of {@code subject}.
     *
     * @param current the present version; none if there is no such thing
     * @param subject what is to be changed, for the message, for example {@code "Function 'hello'"}
     * @throws Refused {@code PRECONDITION_FAILED} if it does not hold
     */
    default void check(OptionalLong current, String subject) {
        boolean holds = switch (this) {
            case None none -> true;
            case Present present -> current.isPresent();
            case Absent absent -> current.isEmpty();
            case AtVersion at -> current.isPresent() && current.getAsLong() == at.version();
        };
        if (!holds) {
            throw new Refused(Refused.Kind.PRECONDITION_FAILED, refusal(current, subject));
        }
    }

    private String refusal(OptionalLong current, String subject) {
        String found = current.isPresent() ? "is at version " + current.getAsLong() : "does not exist";
        String wanted = switch (this) {
            case None none -> "nothing";
            case Present present -> "any version";
            case Absent absent -> "none yet";
            case AtVersion at -> "version " + at.version();
        };
        return subject + " " + found + ", but the request asks for " + wanted
                + ". Read it again and repeat the change if it is still wanted.";
    }
}
