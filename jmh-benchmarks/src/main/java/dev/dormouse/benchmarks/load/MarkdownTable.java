package dev.dormouse.benchmarks.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Rows below a head, as Markdown and as JSON. Its texts have no quotes and no backslashes. Not thread-safe. */
public final class MarkdownTable {
    private final List<String> head;
    private final List<List<String>> rows = new ArrayList<>();

    /** An empty one. */
    public MarkdownTable(String... head) {
        this.head = List.of(head);
    }

    /** Adds a row with as many cells as the head has. */
    public void row(String... cells) {
        rows.add(List.of(cells));
    }

    /** Milliseconds, to the hundredth. */
    public static String millis(Duration time) {
        return String.format(Locale.ROOT, "%.2f", time.toNanos() / 1e6);
    }

    /** Three digits, or as many as stand before the point. */
    public static String number(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.3f" : value < 100 ? "%.1f" : "%.0f", value);
    }

    /** One line: an array with an object for each row, whose members are named by the head. */
    String json() {
        return rows.stream().map(this::object).collect(Collectors.joining(", ", "[", "]"));
    }

    private String object(List<String> row) {
        return IntStream.range(0, row.size())
                .mapToObj(i -> '"' + head.get(i) + "\": \"" + row.get(i) + '"')
                .collect(Collectors.joining(", ", "{", "}"));
    }

    @Override
    public String toString() {
        List<String> rule = head.stream().map(cell -> "---").toList();
        return Stream.concat(Stream.of(head, rule), rows.stream())
                .map(row -> "| " + String.join(" | ", row) + " |\n")
                .collect(Collectors.joining());
    }
}
