package dev.dormouse.benchmarks.rivals;

import dev.dormouse.benchmarks.load.Latencies;
import dev.dormouse.benchmarks.load.MarkdownTable;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * "Add one to the counter of a random key among a thousand", durable before the answer; 16 clients, then one; three
 * rounds each. At the end each counter is asked once more, and all of them together must have counted each add once.
 */
final class CounterJob implements Job {
    private static final int COUNTERS = 1_000;
    private static final int ROUNDS = 3;
    private static final int MANY = 16;

    @Override
    public void run(Arena arena) {
        Contestants all = arena.contestants();
        MarkdownTable table = Comparison.table();
        MarkdownTable sums =
                new MarkdownTable("what", "adds that were answered", "sum of the counters", "counted right");
        Map<String, Long> adds = new HashMap<>();
        try (LineUp lineUp =
                LineUp.start(arena, "counter", List.of(all.ours(), all.workerdCounters(), all.restate(), all.dbos()))) {
            lineUp.each("makes " + COUNTERS + " counters", server -> {
                long ignored = addToEach(server);
                adds.put(server.name(), (long) COUNTERS);
            });
            for (int clients : new int[] {MANY, 1}) {
                Comparison comparison = new Comparison();
                for (int i = 1; i <= ROUNDS; i++) {
                    int round = i;
                    lineUp.each(clients + " clients, round " + round, server -> {
                        Comparison.Round seen = load(server, clients, round);
                        comparison.add(server.name(), seen);
                        adds.merge(server.name(), seen.seen().requests(), Long::sum);
                    });
                }
                comparison.addTo(table, clients);
            }
            lineUp.each("counts", server -> {
                long sum = addToEach(server);
                long answered = adds.merge(server.name(), (long) COUNTERS, Long::sum);
                sums.row(server.name(), String.valueOf(answered), String.valueOf(sum), sum == answered ? "yes" : "NO");
            });
            arena.tables().show("rivals counter", table);
            arena.tables().show("rivals counter", sums);
            lineUp.showLeftOut("rivals counter");
        }
    }

    private static Comparison.Round load(Server server, int clients, int round) throws IOException {
        return server.load(clients, round, (connection, random) -> {
            String count = server.ask(connection, random.nextInt(COUNTERS)).wanted();
            if (Long.parseLong(count) < 2) {
                throw new IOException("a counter that had counted before answered " + count);
            }
        });
    }

    /** The sum of their answers. */
    private static long addToEach(Server server) throws IOException {
        AtomicLong sum = new AtomicLong();
        Latencies ignored = server.all(
                MANY,
                COUNTERS,
                (connection, number) -> sum.addAndGet(
                        Long.parseLong(server.ask(connection, number).wanted())));
        return sum.get();
    }
}
