package dev.dormouse.invoker.execution;

/** Which revision of a function a caller asks for. */
public sealed interface RevisionSelector {
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

    /** The alias that invocations follow when they name nothing. */
    RevisionSelector LIVE = new ByAlias("live");
}
