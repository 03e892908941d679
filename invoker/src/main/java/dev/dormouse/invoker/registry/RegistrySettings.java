package dev.dormouse.invoker.registry;

/**
 * The registry's bounds.
 *
 * @param functionsMax functions that can be deployed at a time
 * @param revisionsMax revisions that one function can have
 * @param aliasesMax aliases that one function can have
 */
public record RegistrySettings(int functionsMax, int revisionsMax, int aliasesMax) {
    /** The values that hold when nobody sets any. */
    public static final RegistrySettings DEFAULT = new RegistrySettings(10_000, 10_000, 100);

    public RegistrySettings {
        if (functionsMax < 1 || revisionsMax < 1 || aliasesMax < 1) {
            throw new IllegalArgumentException("Each bound of the registry is 1 or more; these are functionsMax "
                    + functionsMax + ", revisionsMax " + revisionsMax + ", aliasesMax " + aliasesMax + ".");
        }
    }
}
