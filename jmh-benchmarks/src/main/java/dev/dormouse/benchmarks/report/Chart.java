package dev.dormouse.benchmarks.report;

import java.util.List;

/**
 * Lines over two axes.
 *
 * @param title what it shows
 * @param x the axis across
 * @param y the axis upwards
 * @param lines at least one, with at least one point in all
 */
record Chart(String title, Axis x, Axis y, List<Line> lines) {
    Chart {
        lines = List.copyOf(lines);
        if (lines.stream().allMatch(line -> line.points().isEmpty())) {
            throw new IllegalArgumentException("A chart shows points; '" + title + "' has none.");
        }
    }

    /**
     * One of the lines.
     *
     * @param name as the legend has it
     * @param points from left to right
     */
    record Line(String name, List<Point> points) {
        Line {
            points = List.copyOf(points);
        }
    }

    /** A place. On a logarithmic axis values are above 0. */
    record Point(double x, double y) {}
}
