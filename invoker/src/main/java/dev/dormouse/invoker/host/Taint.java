package dev.dormouse.invoker.host;

/**
 * What a guest took in that must not be the same in two lives. An image captured after it repeats the value in every
 * instance that resumes from it, unless the guest renews it in {@code on_resume}.
 */
public enum Taint {
    /** Random bytes. */
    RANDOM,
    /** The time of a clock. */
    CLOCK
}
