package dev.dormouse.benchmarks.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/** Which charts are drawn of a set's results, by the names of their files. */
final class Plots {
    private static final int KIB_OF_PAGE = 64;

    private final JsonNode set;
    private final Map<String, Chart> charts = new LinkedHashMap<>();

    private Plots(JsonNode set) {
        this.set = set;
    }

    /**
     * All charts for which there are results.
     *
     * @param set what is kept of it
     */
    static Map<String, Chart> of(JsonNode set) {
        Plots plots = new Plots(set);
        plots.resumeByMemory();
        plots.resumePercentiles();
        plots.tables("percentiles", "percentiles", ": latency", "what", Axis.ofPercentiles(), Axis.of("ms", Scale.LOG));
        plots.tables(
                "growth",
                "density",
                ": resident memory of one process",
                "what",
                Axis.of("agents, 64 KiB of each its own", Scale.LINEAR),
                Axis.of("MiB", Scale.LINEAR));
        plots.tables(
                "curves",
                "guest",
                ": a call's time, by calls since deploy",
                "engine",
                Axis.of("calls since deploy", Scale.LOG),
                Axis.of("µs, median", Scale.LOG));
        return plots.charts;
    }

    private void resumeByMemory() {
        Map<String, List<Chart.Point>> lines = new LinkedHashMap<>();
        for (JsonNode result : jmh(name -> name.endsWith(".HowLongDoesAResumeTake.resumeAndCall"))) {
            JsonNode params = result.path("params");
            lines.computeIfAbsent(params.path("granules").asText() + " granules written", name -> new ArrayList<>())
                    .add(new Chart.Point(
                            params.path("pages").asDouble() * KIB_OF_PAGE,
                            result.path("primaryMetric").path("score").asDouble()));
        }
        add(
                "resume-by-memory",
                "A resume and a call, by size of memory",
                Axis.of("memory, KiB", Scale.LOG),
                Axis.of("µs, average", Scale.LOG),
                lines);
    }

    private void resumePercentiles() {
        Map<String, List<Chart.Point>> lines = new LinkedHashMap<>();
        for (JsonNode result : jmh(name -> name.endsWith(".HowLongDoesAResumeFromAStoreTake.resume"))) {
            JsonNode params = result.path("params");
            String name = params.path("tier").asText().toLowerCase(java.util.Locale.ROOT) + ", "
                    + params.path("pages").asInt() * KIB_OF_PAGE / 1_024 + " MiB";
            List<Chart.Point> points = lines.computeIfAbsent(name, key -> new ArrayList<>());
            JsonNode percentiles = result.path("primaryMetric").path("scorePercentiles");
            for (Entry<String, JsonNode> percentile : percentiles.properties()) {
                double percent = Double.parseDouble(percentile.getKey());
                if (percent < 100 && percentile.getValue().asDouble() > 0) {
                    points.add(new Chart.Point(
                            Axis.nines(percent), percentile.getValue().asDouble()));
                }
            }
        }
        add(
                "resume-percentiles",
                "Finding a suspended agent and resuming it",
                Axis.ofPercentiles(),
                Axis.of("µs", Scale.LOG),
                lines);
    }

    private List<JsonNode> jmh(Predicate<String> wanted) {
        return StreamSupport.stream(set.path("jmh").spliterator(), false)
                .filter(result -> wanted.test(result.path("benchmark").asText()))
                .toList();
    }

    /**
     * A chart for each table of one kind: its rows have {@code line} and, as text, {@code x} and {@code y}.
     *
     * @param kind of the tables
     * @param file beginning of the files' names
     * @param title what follows the table's subject in the title
     */
    private void tables(String kind, String file, String title, String line, Axis x, Axis y) {
        for (JsonNode table : set.path("load")) {
            if (!table.path("plot").asText().equals(kind)) {
                continue;
            }
            Map<String, List<Chart.Point>> lines = new LinkedHashMap<>();
            for (JsonNode row : table.path("rows")) {
                double across = row.path("x").asDouble();
                lines.computeIfAbsent(row.path(line).asText(), name -> new ArrayList<>())
                        .add(new Chart.Point(
                                kind.equals("percentiles") ? Axis.nines(across) : across,
                                row.path("y").asDouble()));
            }
            String subject = table.path("subject").asText();
            add(file + "-" + subject.replace(' ', '-'), subject + title, x, y, lines);
        }
    }

    private void add(String file, String title, Axis x, Axis y, Map<String, List<Chart.Point>> lines) {
        if (!lines.isEmpty()) {
            charts.put(
                    file,
                    new Chart(
                            title,
                            x,
                            y,
                            lines.entrySet().stream()
                                    .map(entry -> new Chart.Line(entry.getKey(), entry.getValue()))
                                    .toList()));
        }
    }
}
