package dev.dormouse.invoker.registry;

import java.time.Duration;

/**
 * The registry's bounds.
 *
 * @param functionsMax functions that can be deployed at a time
 * @param revisionsMax revisions that one function can have
 * @param aliasesMax aliases that one function can have
 * @param freshness how old may be what is known of the changes of other processes; zero if no other process can share
 *     the store
 */
public record RegistrySettings(int functionsMax, int revisionsMax, int aliasesMax, Duration freshness) {
    /** The values that hold when nobody sets any. */
    public static final RegistrySettings DEFAULT = new RegistrySettings(10_000, 10_000, 100, Duration.ZERO);

    public RegistrySettings {
        if (functionsMax < 1 || revisionsMax < 1 || aliasesMax < 1 || freshness.isNegative()) {
            throw new IllegalArgumentException("Each bound of the registry is 1 or more, and its freshness not"
                    + " negative; these are functionsMax " + functionsMax + ", revisionsMax " + revisionsMax
                    + ", aliasesMax " + aliasesMax + ", freshness " + freshness + ".");
        }
    }

    /** As these, for a store that other processes may share. */
    public RegistrySettings shared(Duration otherFreshness) {
        return new RegistrySettings(functionsMax, revisionsMax, aliasesMax, otherFreshness);
    }
}
