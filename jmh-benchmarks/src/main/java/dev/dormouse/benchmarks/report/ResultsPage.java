package dev.dormouse.benchmarks.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map.Entry;
import java.util.Set;
import java.util.stream.Collectors;

/** The page of all results: a section for each set. Used once. */
final class ResultsPage {
    private final StringBuilder page = new StringBuilder(1 << 14);

    private ResultsPage() {}

    /** The text of a Markdown file. */
    static String of(JsonNode results) {
        ResultsPage written = new ResultsPage();
        written.page.append(
                "# Results\n\nWritten by `dormouse bench`; [README.md](README.md) says what the figures mean.\n");
        for (Entry<String, JsonNode> set : results.path("sets").properties()) {
            written.set(set.getKey(), set.getValue());
        }
        return written.page.toString();
    }

    private void set(String name, JsonNode set) {
        page.append("\n## ").append(name).append("\n\n");
        for (Entry<String, JsonNode> fact : set.path("about").properties()) {
            page.append("- ")
                    .append(fact.getKey())
                    .append(": ")
                    .append(fact.getValue().asText())
                    .append('\n');
        }
        Plots.of(set)
                .forEach((file, chart) -> page.append("\n![")
                        .append(chart.title())
                        .append("](")
                        .append(file)
                        .append(".svg)\n"));
        if (!set.path("jmh").isEmpty()) {
            page.append("\n### Below HTTP\n\n");
            jmh(set.path("jmh"));
        }
        String before = "";
        for (JsonNode table : set.path("load")) {
            if (table.has("plot")) {
                continue;
            }
            String run = table.path("run").asText();
            page.append(run.equals(before) ? "\n" : "\n### " + run + "\n\n");
            before = run;
            rows(table.path("rows"));
        }
    }

    private void jmh(JsonNode results) {
        row(List.of("benchmark", "parameters", "average", "± 99.9 %", "p50", "p99", "p99.9", "unit"));
        row(List.of("---", "---", "--:", "--:", "--:", "--:", "--:", "---"));
        for (JsonNode result : results) {
            String benchmark = result.path("benchmark").asText();
            JsonNode metric = result.path("primaryMetric");
            JsonNode percentiles = metric.path("scorePercentiles");
            boolean sampled = result.path("mode").asText().equals("sample");
            row(List.of(
                    benchmark.substring(benchmark.lastIndexOf('.', benchmark.lastIndexOf('.') - 1) + 1),
                    result.path("params").properties().stream()
                            .map(entry ->
                                    entry.getKey() + "=" + entry.getValue().asText())
                            .collect(Collectors.joining(" ")),
                    number(metric.path("score")),
                    number(metric.path("scoreError")),
                    sampled ? number(percentiles.path("50.0")) : "",
                    sampled ? number(percentiles.path("99.0")) : "",
                    sampled ? number(percentiles.path("99.9")) : "",
                    metric.path("scoreUnit").asText()));
        }
    }

    private static String number(JsonNode value) {
        double number = value.asDouble(Double.NaN);
        return Double.isNaN(number)
                ? ""
                : String.format(Locale.ROOT, number < 10 ? "%.3f" : number < 1_000 ? "%.1f" : "%,.0f", number);
    }

    /** The columns are those of all rows, in the order in which they come. */
    private void rows(JsonNode rows) {
        Set<String> head = new LinkedHashSet<>();
        rows.forEach(row -> row.fieldNames().forEachRemaining(head::add));
        row(head.stream().toList());
        row(head.stream().map(name -> "---").toList());
        for (JsonNode row : rows) {
            row(head.stream().map(name -> row.path(name).asText()).toList());
        }
    }

    private void row(List<String> cells) {
        page.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
