package dev.dormouse.invoker.registry;

/** Makes revisions: validates, compiles, initialises, captures the base, records. Thread-safe. */
@FunctionalInterface
public interface Deployer {
    /**
     * Carries a deploy out to its end on the calling thread. The revision is durable when it returns; nothing is
     * changed when it throws.
     *
     * @throws dev.dormouse.invoker.Refused {@code MODULE_REFUSED} if the module or its options are not acceptable,
     *     {@code NOT_FOUND} if it names a module that was not uploaded, {@code CONFLICT}, {@code PRECONDITION_FAILED},
     *     {@code TOO_LARGE}, {@code OVERLOADED}, {@code STORE_UNAVAILABLE}
     */
    Deployment deploy(DeployRequest request, DeployProgress progress);
}
