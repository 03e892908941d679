package dev.dormouse.benchmarks.load;

import static dev.dormouse.benchmarks.load.MarkdownTable.millis;
import static dev.dormouse.benchmarks.load.MarkdownTable.number;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * A function with a fresh instance per request, and durable messages to a thousand agents, at a quarter, half and three
 * quarters of what a closed loop of 16 clients gets: requests that come whether the runtime is ready for them or not.
 */
final class OpenArrivals implements LoadRun {
    private static final int CLIENTS = 16;
    private static final int CONNECTIONS = 256;
    private static final int AGENTS = 1_000;
    private static final List<Double> SHARES = List.of(0.25, 0.5, 0.75);

    @Override
    public void run(Surroundings surroundings) throws IOException {
        MarkdownTable table = new MarkdownTable(
                "what", "arrivals", "requests/s asked", "answered", "p50 ms", "p99 ms", "p99.9 ms", "max ms");
        try (RuntimeProcess runtime = surroundings.onDisk("open").start()) {
            runtime.deploy("tally", Tally.module(), "");
            measure(table, surroundings, runtime, "function", (connection, random) -> {
                String ignored = connection.post("/fn/tally", "").wanted();
            });
            measure(table, surroundings, runtime, "durable messages", (connection, random) -> {
                String ignored = connection
                        .post(Tally.target("tally", random.nextInt(AGENTS)), "")
                        .wanted();
            });
        }
        surroundings.show(table);
    }

    private static void measure(
            MarkdownTable table,
            Surroundings surroundings,
            RuntimeProcess runtime,
            String what,
            ClosedLoop.Exchange exchange)
            throws IOException {
        surroundings.say(what + ": closed loop");
        ClosedLoop.Seen closed = surroundings.clients(CLIENTS).run(runtime.url(), surroundings.ticker(), exchange);
        row(table, what, "closed loop, " + CLIENTS + " clients", "", closed);
        for (double share : SHARES) {
            double perSecond = closed.perSecond() * share;
            surroundings.say(what + ": " + number(perSecond) + " a second");
            Duration seconds = Duration.ofSeconds(surroundings.seconds());
            ClosedLoop.Seen open = new OpenLoop(CONNECTIONS, perSecond, seconds, seconds)
                    .run(runtime.url(), surroundings.ticker(), surroundings.pause(), exchange);
            row(table, what, "open, " + number(share * 100) + " % of that", number(perSecond), open);
        }
    }

    private static void row(MarkdownTable table, String what, String arrivals, String asked, ClosedLoop.Seen seen) {
        Latencies latencies = seen.latencies();
        table.row(
                what,
                arrivals,
                asked,
                number(seen.perSecond()),
                millis(latencies.percentile(0.5)),
                millis(latencies.percentile(0.99)),
                millis(latencies.percentile(0.999)),
                millis(latencies.max()));
    }
}
