package dev.dormouse.invoker.registry;

/** Who watches a deploy. Called on the deploying thread; what it throws ends the deploy before anything is changed. */
@FunctionalInterface
public interface DeployProgress {
    /** Nobody watches. */
    DeployProgress UNSEEN = step -> {};

    /**
     * A step begins; the one before is done.
     *
     * @param step one lower-case word, the same as in {@link DeployStep#name}, for example {@code compile}
     */
    void begins(String step);
}
