package dev.dormouse.invoker.deployment;

import java.time.Duration;

/**
 * Bounds of a warm-up; it ends at the first of them.
 *
 * @param functionsMax functions that are warmed
 * @param liveBytesMax what live revisions may hold for another one to be loaded, about
 * @param timeMax from its begin until it takes no further function, pauses included
 */
public record WarmUpSettings(int functionsMax, long liveBytesMax, Duration timeMax) {
    /** The values that hold when nobody sets any: 8 functions, 64 MiB or an eighth of the largest heap, 10 s. */
    public static final WarmUpSettings DEFAULT =
            new WarmUpSettings(8, Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 8), Duration.ofSeconds(10));

    public WarmUpSettings {
        if (functionsMax < 0 || liveBytesMax < 0 || timeMax.isNegative()) {
            throw new IllegalArgumentException("A warm-up has no negative bounds; these are functionsMax "
                    + functionsMax + ", liveBytesMax " + liveBytesMax + ", timeMax " + timeMax + ".");
        }
    }
}
