package dev.dormouse.benchmarks.load;

import dev.dormouse.benchmarks.CompositionRoot;
import dev.dormouse.snapshot.Pause;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

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
            Map.entry("open-loop", new OpenArrivals()),
            Map.entry("soak", new Soak()),
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
        ChildProcesses.endWithThisProcess();
        Tables tables = Tables.to(System.out);
        for (String name : names) {
            tables.begin(name);
            run(
                    Path.of(arguments[0]).toAbsolutePath(),
                    name,
                    table -> tables.show(name, table),
                    (plot, rows) -> tables.keep(
                            "\"plot\": \"" + plot.kind() + "\", \"subject\": \"" + plot.subject() + "\"", rows));
        }
    }

    private static void run(
            Path script, String name, Consumer<MarkdownTable> tables, BiConsumer<LoadRun.Plot, MarkdownTable> plots)
            throws IOException {
        try (WorkDirectory directory = WorkDirectory.make("dormouse-load-")) {
            Objects.requireNonNull(RUNS.get(name))
                    .run(new LoadRun.Surroundings(
                            script,
                            directory.path(),
                            tables,
                            plots,
                            System.err,
                            System::nanoTime,
                            Pause.parking(),
                            Integer.getInteger("seconds", SECONDS)));
        }
    }
}
