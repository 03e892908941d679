package dev.dormouse.snapshot.object.probe;

import java.time.Duration;

/**
 * What the probe may cost.
 *
 * @param writers that race for one key
 * @param keys that are raced for: enough to find a server of which one race in seventy has two winners
 * @param leastKeys that are raced for whatever time it takes
 * @param time after which no further race begins
 */
public record ProbeSettings(int writers, int keys, int leastKeys, Duration time) {
    /** The values that hold when nobody sets any. */
    public static final ProbeSettings DEFAULT = new ProbeSettings(8, 300, 40, Duration.ofSeconds(20));

    public ProbeSettings {
        if (writers < 2 || writers > 64) {
            throw new IllegalArgumentException("writers is 2 to 64; this one is " + writers + ".");
        }
        if (leastKeys < 1 || leastKeys > keys) {
            throw new IllegalArgumentException("leastKeys is 1 to keys, " + keys + "; this one is " + leastKeys + ".");
        }
    }
}
