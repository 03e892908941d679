package dev.dormouse.benchmarks.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Takes what one set of benchmarks has left behind into {@code results.json}, and writes page and plots anew. */
public final class WriteResults {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private WriteResults() {}

    /**
     * The results of other sets stay as they are.
     *
     * @param arguments where the results are kept, then a set's name and the directory of what was measured: the files
     *     {@code about} (lines {@code key=value}), {@code lines} (JSON, one table a line) and {@code jmh.json}, of which
     *     any may be missing; without the two, only page and plots are written
     */
    public static void main(String[] arguments) throws IOException {
        Path kept = Path.of(arguments[0]);
        Path file = kept.resolve("results.json");
        ObjectNode results = JSON.createObjectNode();
        if (Files.exists(file) && JSON.readTree(file.toFile()) instanceof ObjectNode before && before.has("sets")) {
            results = before;
        }
        if (arguments.length > 1) {
            results.withObject("/sets").set(arguments[1], set(Path.of(arguments[2])));
            Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(results) + "\n");
        }
        write(results, kept);
    }

    /** What was measured, without JMH's raw data. */
    private static ObjectNode set(Path measured) throws IOException {
        ObjectNode set = JSON.createObjectNode();
        ObjectNode about = set.putObject("about");
        for (String line : lines(measured.resolve("about"))) {
            int equals = line.indexOf('=');
            about.put(line.substring(0, equals), line.substring(equals + 1));
        }
        ArrayNode load = set.putArray("load");
        for (String line : lines(measured.resolve("lines"))) {
            load.add(JSON.readTree(line));
        }
        Path jmh = measured.resolve("jmh.json");
        ArrayNode results = set.putArray("jmh");
        if (Files.exists(jmh)) {
            for (JsonNode result : JSON.readTree(jmh.toFile())) {
                if (result.path("primaryMetric") instanceof ObjectNode metric) {
                    metric.remove(List.of("rawData", "rawDataHistogram"));
                }
                results.add(result);
            }
        }
        return set;
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private static void write(JsonNode results, Path directory) throws IOException {
        Files.writeString(directory.resolve("results.md"), ResultsPage.of(results));
        for (JsonNode set : results.path("sets")) {
            for (Map.Entry<String, Chart> chart : Plots.of(set).entrySet()) {
                Files.writeString(directory.resolve(chart.getKey() + ".svg"), SvgChart.draw(chart.getValue()));
            }
        }
    }
}
