package dev.dormouse.invoker.execution;

import dev.dormouse.invoker.registry.AliasName;
import dev.dormouse.invoker.registry.DurableRegistry;
import dev.dormouse.invoker.registry.Revision;
import dev.dormouse.snapshot.FunctionName;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Which revision of a function a caller asks for. */
public sealed interface RevisionSelector {
    /** Above these a number is none that a revision gets. */
    int MAX_NUMBER_DIGITS = 9;

    /**
     * Whatever an alias points at, by its weights.
     *
     * @param name the alias
     */
    record ByAlias(String name) implements RevisionSelector {}

    /**
     * One revision.
     *
     * @param number its number
     */
    record ByNumber(int number) implements RevisionSelector {}

    /** Reads a revision's number or an alias; nothing if the text can be neither. */
    static Optional<RevisionSelector> of(String text) {
        boolean number = !text.isEmpty()
                && text.length() <= MAX_NUMBER_DIGITS
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (number) {
            return Optional.of(new ByNumber(Integer.parseInt(text)));
        }
        try {
            return Optional.of(new ByAlias(new AliasName(text).value()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * The revision of a function that is meant, if there is one.
     *
     * @param random draws which, where an alias points at several
     */
    static Optional<Revision> resolve(
            RevisionSelector selector, FunctionName function, DurableRegistry registry, RandomGenerator random) {
        return switch (selector) {
            case ByNumber byNumber -> registry.resolve(function, byNumber.number());
            case ByAlias byAlias -> registry.resolve(function, byAlias.name(), random);
        };
    }

    /** The alias that invocations follow when they name nothing. */
    RevisionSelector LIVE = new ByAlias("live");
}
