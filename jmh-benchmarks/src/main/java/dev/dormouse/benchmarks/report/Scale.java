package dev.dormouse.benchmarks.report;

import java.util.ArrayList;
import java.util.List;

/** How values are spread along an axis. */
enum Scale {
    /** Equal distances are equal differences. */
    LINEAR {
        @Override
        double position(double value) {
            return value;
        }

        @Override
        List<Double> ticks(double least, double most) {
            double step = Math.pow(10, Math.floor(Math.log10(Math.max(most - least, Double.MIN_NORMAL))));
            while ((most - least) / step < LINEAR_TICKS) {
                step /= 2;
            }
            List<Double> ticks = new ArrayList<>();
            for (double tick = Math.floor(least / step) * step;
                    ticks.isEmpty() || ticks.getLast() < most;
                    tick += step) {
                ticks.add(tick);
            }
            return ticks;
        }
    },
    /** Equal distances are equal ratios. */
    LOG {
        @Override
        double position(double value) {
            return Math.log10(value);
        }

        @Override
        List<Double> ticks(double least, double most) {
            List<Double> ticks = new ArrayList<>();
            int last = (int) Math.ceil(Math.log10(most) - ROUNDING);
            for (int power = (int) Math.floor(Math.log10(least) + ROUNDING); power <= last; power++) {
                ticks.add(Math.pow(10, power));
            }
            if (ticks.size() == 1) {
                ticks.add(ticks.getFirst() * 10);
            }
            return ticks;
        }
    };

    private static final int LINEAR_TICKS = 4;
    private static final double ROUNDING = 1e-9;

    /** Where a value lies; only differences of positions mean something. */
    abstract double position(double value);

    /** Values to mark, at least two: the first is not above {@code least}, the last not below {@code most}. */
    abstract List<Double> ticks(double least, double most);
}
