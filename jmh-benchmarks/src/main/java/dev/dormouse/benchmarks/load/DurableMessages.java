package dev.dormouse.benchmarks.load;

import static dev.dormouse.benchmarks.load.MarkdownTable.millis;
import static dev.dormouse.benchmarks.load.MarkdownTable.number;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/**
 * "Add one to the counter of a random agent among a thousand", on a directory: each answer after its commit is durable,
 * beside the same agents with the answer before the commit, and the same function without state. Interleaved, two rounds.
 */
final class DurableMessages implements LoadRun {
    private static final int AGENTS = 1_000;
    private static final int ROUNDS = 2;
    private static final String DURABLE = "tally";
    private static final String LATE = "tally-late";

    /** What is compared, and how it is asked for. */
    private record Variant(String name, ClosedLoop.Exchange exchange) {}

    private static final List<Variant> VARIANTS = List.of(
            new Variant(
                    "agents, durable before the answer", (connection, random) -> message(connection, random, DURABLE)),
            new Variant("agents, durable after the answer", (connection, random) -> message(connection, random, LATE)),
            new Variant(
                    "function without state",
                    (connection, random) -> require(
                            connection.post("/fn/" + DURABLE, "").wanted().equals("1"))));

    private static void message(HttpClientConnection connection, SplittableRandom random, String function)
            throws IOException {
        String target = Tally.target(function, random.nextInt(AGENTS));
        require(Integer.parseInt(connection.post(target, "").wanted()) > 1);
    }

    private static void require(boolean right) throws IOException {
        if (!right) {
            throw new IOException("The runtime gave a wrong answer.");
        }
    }

    @Override
    public void run(Surroundings surroundings) throws IOException {
        try (RuntimeProcess runtime = surroundings.onDisk("messages").start()) {
            runtime.deploy(DURABLE, Tally.module(), "");
            runtime.deploy(LATE, Tally.module(), "durability=after-reply");
            for (String function : List.of(DURABLE, LATE)) {
                Latencies ignored = surroundings
                        .clients(64)
                        .all(
                                runtime.url(),
                                surroundings.ticker(),
                                AGENTS,
                                (connection, number) -> connection
                                        .post(Tally.target(function, number), "")
                                        .wanted());
            }
            surroundings.show(compare(surroundings, runtime));
            surroundings.show(storeUse(surroundings, runtime));
        }
    }

    private static MarkdownTable compare(Surroundings surroundings, RuntimeProcess runtime) throws IOException {
        MarkdownTable table = new MarkdownTable(
                "clients", "what", "round", "messages/s", "average ms", "p50 ms", "p99 ms", "max ms", "CPU ms/message");
        for (int clients : new int[] {16, 1}) {
            MarkdownTable percentiles = new MarkdownTable("what", "x", "y");
            for (int round = 1; round <= ROUNDS; round++) {
                for (Variant variant : VARIANTS) {
                    surroundings.say(clients + " clients, round " + round + ": " + variant.name());
                    Duration before = runtime.processorTime();
                    ClosedLoop.Seen seen =
                            surroundings.clients(clients).run(runtime.url(), surroundings.ticker(), variant.exchange());
                    Duration processor = runtime.processorTime().minus(before);
                    table.row(
                            String.valueOf(clients),
                            variant.name(),
                            String.valueOf(round),
                            number(seen.perSecond()),
                            millis(seen.latencies().average()),
                            millis(seen.latencies().percentile(0.5)),
                            millis(seen.latencies().percentile(0.99)),
                            millis(seen.latencies().max()),
                            millis(processor.dividedBy(seen.requests())));
                    if (round == ROUNDS) {
                        Surroundings.percentiles(percentiles, variant.name(), seen.latencies());
                    }
                }
            }
            surroundings.draw(new Plot("percentiles", "messages at " + clients + " clients"), percentiles);
        }
        return table;
    }

    private static MarkdownTable storeUse(Surroundings surroundings, RuntimeProcess runtime) throws IOException {
        MarkdownTable table = new MarkdownTable(
                "clients at a time",
                "messages/s",
                "p50 ms",
                "p99 ms",
                "objects written/message",
                "bytes written/message");
        for (int clients : new int[] {1, 16, 256}) {
            surroundings.say(clients + " clients, counting what is written");
            StoreUse before = surroundings.useOnDisk("messages");
            ClosedLoop.Seen seen = surroundings
                    .clients(clients)
                    .run(
                            runtime.url(),
                            surroundings.ticker(),
                            VARIANTS.getFirst().exchange());
            StoreUse use = surroundings.useOnDisk("messages").since(before);
            table.row(
                    String.valueOf(clients),
                    number(seen.perSecond()),
                    millis(seen.latencies().percentile(0.5)),
                    millis(seen.latencies().percentile(0.99)),
                    number((double) use.writes() / seen.requests()),
                    number((double) use.bytesWritten() / seen.requests()));
        }
        return table;
    }
}
