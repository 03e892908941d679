package dev.dormouse.invoker.cli.demo;

import dev.dormouse.invoker.cli.command.Quantities;
import java.util.List;
import java.util.Locale;

/**
 * One step of a demonstration.
 *
 * @param what was done, and what came of it
 * @param wallMillis how long that took for whoever waited
 * @param timing what the runtime says of its own part, a {@code Server-Timing}; empty if it says nothing
 */
record TimedStep(String what, double wallMillis, String timing) {
    private static final List<String> SHOWN = List.of("load", "resume", "run", "commit", "total");

    /** The step as a line. */
    String line() {
        String line = String.format(Locale.ROOT, "%-72s %9s", what, Quantities.took(wallMillis));
        return timing.isEmpty() ? line : line + "  (" + parts() + ")";
    }

    /** {@code load;desc="store";dur=20.1, run;dur=1.2} becomes {@code load from store 20.1 ms, run 1.2 ms}. */
    private String parts() {
        var text = new StringBuilder();
        for (String part : timing.split(",", -1)) {
            String[] fields = part.strip().split(";", -1);
            if (SHOWN.contains(fields[0])) {
                text.append(text.isEmpty() ? "" : ", ").append(fields[0]);
                append(text, fields, "desc=", " from ");
                append(text, fields, "dur=", " ");
            }
        }
        return text.toString();
    }

    private static void append(StringBuilder text, String[] fields, String name, String before) {
        for (String field : fields) {
            if (field.startsWith(name)) {
                String value = field.substring(name.length()).replace("\"", "");
                text.append(before).append(name.equals("dur=") ? Quantities.took(Double.parseDouble(value)) : value);
            }
        }
    }
}
