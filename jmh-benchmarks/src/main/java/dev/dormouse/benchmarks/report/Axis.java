package dev.dormouse.benchmarks.report;

import java.util.Locale;
import java.util.function.DoubleFunction;

/**
 * One of a chart's two axes.
 *
 * @param label what is measured, with its unit
 * @param scale how values are spread
 * @param text how a marked value is written
 */
record Axis(String label, Scale scale, DoubleFunction<String> text) {
    private static final double EXACT = 1e-6;

    /** Values in their unit. */
    static Axis of(String label, Scale scale) {
        return new Axis(label, scale, Axis::plain);
    }

    /** Percentiles, as {@link #nines} places them. */
    static Axis ofPercentiles() {
        return new Axis("percentile", Scale.LOG, value -> plain(100 - 100 / value) + " %");
    }

    /** The place of a percentile on an axis on which 90, 99 and 99.9 % are equally far from each other. */
    static double nines(double percent) {
        return 100 / (100 - percent);
    }

    private static String plain(double value) {
        if (Math.abs(value) >= 1_000) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        for (int decimals = 0; ; decimals++) {
            String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
            if (Math.abs(Double.parseDouble(text) - value) <= EXACT * Math.max(1e-3, Math.abs(value))) {
                return text;
            }
        }
    }
}
