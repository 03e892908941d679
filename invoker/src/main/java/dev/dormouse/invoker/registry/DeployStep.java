package dev.dormouse.invoker.registry;

/**
 * A part of a deploy that took place.
 *
 * @param name one lower-case word, for example {@code compile}
 * @param nanos how long it took
 */
public record DeployStep(String name, long nanos) {}
