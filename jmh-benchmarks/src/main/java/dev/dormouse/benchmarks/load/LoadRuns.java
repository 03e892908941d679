package dev.dormouse.benchmarks.load;

import dev.dormouse.benchmarks.CompositionRoot;
import dev.dormouse.snapshot.Pause;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Starts load runs by name. Tables go to stdout, all else to stderr. */
@CompositionRoot
public final class LoadRuns {
    private static final int WRONG_USE = 2;
    private static final int SECONDS = 10;

    private static final Map<String, LoadRun> RUNS = new TreeMap<>(Map.ofEntries(
            Map.entry("messages", new DurableMessages()),
            Map.entry("bucket", new BucketRequests()),
            Map.entry("wake-ups", new WakeUps()),
            Map.entry("density", new Density()),
            Map.entry("known-agents", new KnownAgents()),
            Map.entry("cold-start", new ColdStart()),
            Map.entry("first-calls", new FirstCalls()),
            Map.entry("other-work", new AfterOtherWork()),
            Map.entry("guests", new GuestSpeed()),
            Map.entry("collectors", new Collectors()),
            Map.entry("functions", new FunctionsBesideHelidon())));

    private LoadRuns() {}

    /**
     * Runs what is named, one after the other.
     *
     * @param arguments the script {@code dormouse}, then names of runs; none for all
     */
    public static void main(String[] arguments) throws IOException {
        String[] names = arguments.length > 1
                ? Arrays.copyOfRange(arguments, 1, arguments.length)
                : RUNS.keySet().toArray(String[]::new);
        if (arguments.length == 0 || !RUNS.keySet().containsAll(Arrays.asList(names))) {
            System.err.println(
                    "Load runs are " + RUNS.keySet() + "; the arguments are the script 'dormouse' and names.");
            System.exit(WRONG_USE);
        }
        // Whoever ends this run ends what it has started.
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly), "end"));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        for (String name : names) {
            out.println("## " + name + "\n");
            run(
                    Path.of(arguments[0]).toAbsolutePath(),
                    name,
                    table -> {
                        out.println(table);
                        keep("\"run\": \"" + name + "\"", table);
                    },
                    (plot, rows) ->
                            keep("\"plot\": \"" + plot.kind() + "\", \"subject\": \"" + plot.subject() + "\"", rows));
        }
    }

    /** Appends a table to the file that the property {@code results} names: one line, a JSON object. */
    private static void keep(String heading, MarkdownTable table) {
        String file = System.getProperty("results");
        if (file == null) {
            return;
        }
        try {
            Files.writeString(
                    Path.of(file),
                    "{" + heading + ", \"rows\": " + table.json() + "}\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(
            Path script, String name, Consumer<MarkdownTable> tables, BiConsumer<LoadRun.Plot, MarkdownTable> plots)
            throws IOException {
        Path directory = Files.createTempDirectory("dormouse-load-");
        try {
            Objects.requireNonNull(RUNS.get(name))
                    .run(new LoadRun.Surroundings(
                            script,
                            directory,
                            tables,
                            plots,
                            System.err,
                            System::nanoTime,
                            Pause.parking(),
                            Integer.getInteger("seconds", SECONDS)));
        } finally {
            delete(directory);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
