package dev.dormouse.invoker.deployment;

import java.time.Duration;

/**
 * Bounds and defaults of deploys.
 *
 * @param standard limits of a revision that does not say
 * @param most the most that a revision may say
 * @param moduleMaxBytes a module or a script
 * @param compileTimeout until compiling is given up
 * @param initialisationTimeout until a guest's own initialisation is given up
 * @param initialisationFuel ticks of a guest's own initialisation
 * @param deploysMax deploys that are worked on at a time; the next one is refused
 */
public record DeploymentSettings(
        RevisionLimits standard,
        RevisionLimits most,
        int moduleMaxBytes,
        Duration compileTimeout,
        Duration initialisationTimeout,
        long initialisationFuel,
        int deploysMax) {
    /**
     * Limits of one revision.
     *
     * @param memoryMaxBytes linear memory of one instance
     * @param timeoutMillis from arrival to the end of the run
     * @param fuel ticks of one invocation
     * @param concurrency invocations at a time
     */
    public record RevisionLimits(long memoryMaxBytes, long timeoutMillis, long fuel, int concurrency) {}

    /** The values that hold when nobody sets any. */
    public static final DeploymentSettings DEFAULT = new DeploymentSettings(
            new RevisionLimits(128L << 20, 30_000, 10_000_000_000L, 128),
            new RevisionLimits(1L << 30, 900_000, 1_000_000_000_000L, 1_000),
            64 << 20,
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            20_000_000_000L,
            16);

    public DeploymentSettings {
        if (moduleMaxBytes < 1 || deploysMax < 1 || initialisationFuel < 1) {
            throw new IllegalArgumentException("moduleMaxBytes, deploysMax and initialisationFuel are 1 or more; these"
                    + " are " + moduleMaxBytes + ", " + deploysMax + " and " + initialisationFuel + ".");
        }
    }
}
