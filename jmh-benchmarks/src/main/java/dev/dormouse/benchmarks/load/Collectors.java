package dev.dormouse.benchmarks.load;

import static dev.dormouse.benchmarks.load.MarkdownTable.millis;
import static dev.dormouse.benchmarks.load.MarkdownTable.number;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * The JVM's collectors and sizes of heap by what callers notice: a function with a fresh instance per request, and durable
 * messages to a thousand agents, 16 clients each. Interleaved; each row is a process of its own.
 */
final class Collectors implements LoadRun {
    private static final int ROUNDS = 2;
    private static final int CLIENTS = 16;
    private static final int AGENTS = 1_000;
    private static final List<String> COLLECTORS = List.of("G1", "Z", "Parallel");
    private static final List<String> HEAPS = List.of("512m", "2g");

    @Override
    public void run(Surroundings surroundings) throws IOException {
        MarkdownTable table = new MarkdownTable(
                "what",
                "heap",
                "collector",
                "round",
                "requests/s",
                "p50 ms",
                "p99 ms",
                "p99.9 ms",
                "max ms",
                "CPU ms/request",
                "resident MiB");
        for (int round = 1; round <= ROUNDS; round++) {
            for (String heap : HEAPS) {
                for (String collector : COLLECTORS) {
                    surroundings.say("round " + round + ": " + collector + ", " + heap);
                    measure(table, surroundings, round, heap, collector);
                }
            }
        }
        surroundings.show(table);
    }

    private static void measure(
            MarkdownTable table, Surroundings surroundings, int round, String heap, String collector)
            throws IOException {
        String name = "collector-" + collector + heap + round;
        try (RuntimeProcess runtime = surroundings
                .onDisk(name, "-XX:+Use" + collector + "GC -Xmx" + heap)
                .start()) {
            runtime.deploy("tally", Tally.module(), "");
            Measured of = new Measured(table, surroundings, runtime, List.of(heap, collector, String.valueOf(round)));
            of.row("function", (connection, random) -> {
                String ignored = connection.post("/fn/tally", "").wanted();
            });
            of.row("durable messages", (connection, random) -> {
                String ignored = connection
                        .post(Tally.target("tally", random.nextInt(AGENTS)), "")
                        .wanted();
            });
        }
    }

    /** One process, and the table that takes what is seen of it. */
    private record Measured(
            MarkdownTable table, Surroundings surroundings, RuntimeProcess runtime, List<String> setting) {
        void row(String what, ClosedLoop.Exchange exchange) throws IOException {
            Duration before = runtime.processorTime();
            ClosedLoop.Seen seen = surroundings.clients(CLIENTS).run(runtime.url(), surroundings.ticker(), exchange);
            Duration processor = runtime.processorTime().minus(before);
            Latencies latencies = seen.latencies();
            table.row(
                    what,
                    setting.get(0),
                    setting.get(1),
                    setting.get(2),
                    number(seen.perSecond()),
                    millis(latencies.percentile(0.5)),
                    millis(latencies.percentile(0.99)),
                    millis(latencies.percentile(0.999)),
                    millis(latencies.max()),
                    number(processor.toNanos() / 1e6 / seen.requests()),
                    number(runtime.residentMebibytes()));
        }
    }
}
