package dev.dormouse.benchmarks.report;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Draws a chart as SVG that needs nothing else: no script, no font of its own. It follows the reader's preference for
 * light or dark, and tells lines apart by marks as well as by colours. Used once.
 */
final class SvgChart {
    private static final int WIDTH = 860;
    private static final int LEFT = 88;
    private static final int TOP = 44;
    private static final int PLOT_WIDTH = 480;
    private static final int PLOT_HEIGHT = 300;
    private static final int HEIGHT = TOP + PLOT_HEIGHT + 56;
    private static final int LEGEND = LEFT + PLOT_WIDTH + 24;
    private static final int ROW = 22;

    private static final String STYLE = """
            <style>
            svg { background: #ffffff; color: #1f2328; font: 13px system-ui, sans-serif; --grid: #d8dee4; }
            .c0 { color: #0969da; } .c1 { color: #bc4c00; } .c2 { color: #1a7f37; } .c3 { color: #8250df; }
            .c4 { color: #bf3989; } .c5 { color: #7d5a00; } .c6 { color: #57606a; }
            @media (prefers-color-scheme: dark) {
              svg { background: #0d1117; color: #e6edf3; --grid: #30363d; }
              .c0 { color: #58a6ff; } .c1 { color: #ffa657; } .c2 { color: #56d364; } .c3 { color: #d2a8ff; }
              .c4 { color: #ff9bce; } .c5 { color: #e3b341; } .c6 { color: #8b949e; }
            }
            text { fill: currentColor; }
            .title { font-size: 16px; font-weight: 600; }
            .grid { stroke: var(--grid); }
            .line { fill: none; stroke: currentColor; stroke-width: 2; }
            .mark { fill: currentColor; }
            .end { text-anchor: end; } .middle { text-anchor: middle; }
            </style>
            """;

    /** Outlines around 0, 0. */
    private static final List<String> MARKS = List.of(
            "M-3.5,0a3.5,3.5 0 1 0 7,0a3.5,3.5 0 1 0 -7,0z",
            "M-3.2,-3.2h6.4v6.4h-6.4z",
            "M0,-4.2L4,3.2H-4z",
            "M0,-4.5L4.5,0L0,4.5L-4.5,0z",
            "M0,4.2L4,-3.2H-4z",
            "M-4,-1.2h2.8v-2.8h2.4v2.8h2.8v2.4h-2.8v2.8h-2.4v-2.8h-2.8z",
            "M-4,-1.5h8v3h-8z");

    private final Chart chart;
    private final List<Double> across;
    private final List<Double> upwards;
    private final StringBuilder svg = new StringBuilder(8_192);

    private SvgChart(Chart chart) {
        this.chart = chart;
        this.across = ticks(chart.x(), Chart.Point::x);
        this.upwards = ticks(chart.y(), Chart.Point::y);
    }

    private List<Double> ticks(Axis axis, ToDoubleFunction<Chart.Point> value) {
        double[] values = chart.lines().stream()
                .flatMap(line -> line.points().stream())
                .mapToDouble(value)
                .sorted()
                .toArray();
        double least = axis.scale() == Scale.LINEAR ? Math.min(0, values[0]) : values[0];
        return axis.scale().ticks(least, values[values.length - 1]);
    }

    /** The text of an SVG file. */
    static String draw(Chart chart) {
        return new SvgChart(chart).draw();
    }

    private String draw() {
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\">%n",
                WIDTH,
                HEIGHT,
                WIDTH,
                HEIGHT));
        svg.append("<title>")
                .append(escaped(chart.title()))
                .append("</title>\n")
                .append(STYLE);
        text(LEFT, 24, "title", chart.title());
        grid();
        for (int i = 0; i < chart.lines().size(); i++) {
            line(i, chart.lines().get(i));
        }
        return svg.append("</svg>\n").toString();
    }

    private void grid() {
        int bottom = TOP + PLOT_HEIGHT;
        for (double tick : across) {
            double x = x(tick);
            stroke(x, TOP, x, bottom);
            text(x, bottom + 20, "middle", chart.x().text().apply(tick));
        }
        for (double tick : upwards) {
            double y = y(tick);
            stroke(LEFT, y, LEFT + PLOT_WIDTH, y);
            text(LEFT - 8, y + 4, "end", chart.y().text().apply(tick));
        }
        text(LEFT + PLOT_WIDTH / 2.0, bottom + 44, "middle", chart.x().label());
        svg.append(String.format(
                Locale.ROOT,
                "<text class=\"middle\" transform=\"translate(18,%d) rotate(-90)\">%s</text>%n",
                TOP + PLOT_HEIGHT / 2,
                escaped(chart.y().label())));
    }

    private void line(int index, Chart.Line line) {
        svg.append(String.format(
                Locale.ROOT, "<g class=\"c%d\">%n<polyline class=\"line\" points=\"", index % MARKS.size()));
        for (Chart.Point point : line.points()) {
            svg.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(point.x()), y(point.y())));
        }
        svg.append("\"/>\n");
        for (Chart.Point point : line.points()) {
            mark(index, x(point.x()), y(point.y()));
        }
        int row = TOP + 12 + index * ROW;
        mark(index, LEGEND, row);
        svg.append("</g>\n");
        text(LEGEND + 12, row + 4, "name", line.name());
    }

    private void mark(int index, double x, double y) {
        svg.append(String.format(
                Locale.ROOT,
                "<path class=\"mark\" transform=\"translate(%.1f,%.1f)\" d=\"%s\"/>%n",
                x,
                y,
                MARKS.get(index % MARKS.size())));
    }

    private void stroke(double fromX, double fromY, double toX, double toY) {
        svg.append(String.format(
                Locale.ROOT,
                "<line class=\"grid\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>%n",
                fromX,
                fromY,
                toX,
                toY));
    }

    private void text(double x, double y, String style, String text) {
        svg.append(String.format(
                Locale.ROOT, "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>%n", style, x, y, escaped(text)));
    }

    private double x(double value) {
        return LEFT + PLOT_WIDTH * share(chart.x().scale(), across, value);
    }

    private double y(double value) {
        return TOP + PLOT_HEIGHT * (1 - share(chart.y().scale(), upwards, value));
    }

    private static double share(Scale scale, List<Double> ticks, double value) {
        double from = scale.position(ticks.getFirst());
        return (scale.position(value) - from) / (scale.position(ticks.getLast()) - from);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
