package dev.dormouse.benchmarks.load;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Where runs leave their tables: Markdown in a stream, and a line of JSON each in a file if there is one. */
public final class Tables {
    private final PrintStream out;
    private final Optional<Path> lines;

    private Tables(PrintStream out, Optional<Path> lines) {
        this.out = out;
        this.lines = lines;
    }

    /** The file is the one that the system property {@code results} names. */
    public static Tables to(PrintStream out) {
        return new Tables(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                Optional.ofNullable(System.getProperty("results")).map(Path::of));
    }

    /** Prints a heading. */
    public void begin(String run) {
        out.println("## " + run + "\n");
    }

    /** Prints a table of a run and appends it to the file. */
    public void show(String run, MarkdownTable table) {
        out.println(table);
        keep("\"run\": \"" + run + "\"", table);
    }

    /** Appends a table to the file only; the heading is members of a JSON object. */
    void keep(String heading, MarkdownTable table) {
        if (lines.isPresent()) {
            append(lines.get(), "{" + heading + ", \"rows\": " + table.json() + "}\n");
        }
    }

    private static void append(Path file, String line) {
        try {
            Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
