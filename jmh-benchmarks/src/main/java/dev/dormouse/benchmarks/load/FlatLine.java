package dev.dormouse.benchmarks.load;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Whether a quantity that was looked at again and again has stopped growing: the middle of its last third is not above
 * that of its second third by more than is allowed. The first third is the warm-up.
 *
 * @param samples in the order in which they were taken, three or more
 * @param share how much it may have grown, as a share
 * @param margin how much it may have grown in any case, in its own unit
 */
record FlatLine(List<Double> samples, double share, double margin) {
    FlatLine {
        samples = List.copyOf(samples);
        if (samples.size() < 3) {
            throw new IllegalArgumentException(
                    "A flat line needs 3 samples or more; there are " + samples.size() + ".");
        }
    }

    /** The middle of the second third. */
    double before() {
        return median(samples.subList(samples.size() / 3, 2 * samples.size() / 3));
    }

    /** The middle of the last third. */
    double after() {
        return median(samples.subList(2 * samples.size() / 3, samples.size()));
    }

    boolean isFlat() {
        return after() <= before() + Math.max(margin, before() * share);
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }
}
