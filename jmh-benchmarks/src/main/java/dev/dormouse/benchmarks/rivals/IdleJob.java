package dev.dormouse.benchmarks.rivals;

import static dev.dormouse.benchmarks.load.MarkdownTable.number;

import dev.dormouse.benchmarks.load.Latencies;
import dev.dormouse.benchmarks.load.MarkdownTable;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Ten thousand counters that each counted once and then nobody asks: memory, and processor time in ten seconds. */
final class IdleJob implements Job {
    private static final int COUNTERS = 10_000;
    private static final int CLIENTS = 16;
    private static final int ASKED_AGAIN = 100;
    private static final Duration MAKING_LIMIT = Duration.ofMinutes(5);
    private static final Duration IDLE = Duration.ofSeconds(10);

    /** Longer than an agent of ours stays warm, and than workerd keeps an object. */
    private static final Duration UNTIL_SUSPENDED = Duration.ofSeconds(75);

    @Override
    public void run(Arena arena) {
        Contestants all = arena.contestants();
        Map<String, Figures> figures = new LinkedHashMap<>();
        try (LineUp lineUp = LineUp.start(
                arena, "idle", List.of(all.ours(), all.oursInLittleMemory(), all.workerdCounters(), all.restate()))) {
            lineUp.each("makes " + COUNTERS + " counters", server -> {
                double before = server.processes().residentMebibytes();
                make(arena, server);
                figures.put(
                        server.name(), new Figures(before, server.processes().residentMebibytes()));
            });
            arena.pause().pause(UNTIL_SUSPENDED);
            lineUp.each("is idle", server -> LineUp.kept(figures, server).idleFrom(server));
            arena.pause().pause(IDLE);
            lineUp.each("was idle", server -> LineUp.kept(figures, server).idleUntil(server));
            lineUp.each("still knows its counters", IdleJob::askAgain);
            arena.tables().show("rivals idle", table(figures));
            lineUp.showLeftOut("rivals idle");
        }
    }

    private static void make(Arena arena, Server server) throws IOException {
        long began = arena.ticker().nanos();
        Latencies ignored = server.all(CLIENTS, COUNTERS, (connection, number) -> {
            expect(1, server.ask(connection, number).wanted());
            if (arena.ticker().nanos() - began > MAKING_LIMIT.toNanos()) {
                throw new IOException("fewer than " + COUNTERS + " within " + MAKING_LIMIT.toMinutes() + " minutes");
            }
        });
    }

    private static void askAgain(Server server) throws IOException {
        Latencies ignored = server.all(
                1,
                ASKED_AGAIN,
                (connection, number) -> expect(2, server.ask(connection, number).wanted()));
    }

    private static void expect(long count, String answer) throws IOException {
        if (Long.parseLong(answer) != count) {
            throw new IOException("a counter that was asked " + count + " times answered " + answer);
        }
    }

    private static MarkdownTable table(Map<String, Figures> figures) {
        MarkdownTable table = new MarkdownTable(
                "what",
                "resident MiB, no counters",
                COUNTERS + " counters",
                "after " + UNTIL_SUSPENDED.toSeconds() + " idle s",
                "CPU ms in " + IDLE.toSeconds() + " idle s",
                "memory after idling, ratio to ours");
        double ours = figures.isEmpty() ? 0 : figures.values().iterator().next().afterIdling;
        figures.forEach((name, one) -> table.row(
                name,
                number(one.before),
                number(one.made),
                number(one.afterIdling),
                String.valueOf(one.processor.toMillis()),
                number(one.afterIdling / ours)));
        return table;
    }

    /** Of one contestant: resident memory in MiB, and processor time. */
    private static final class Figures {
        private final double before;
        private final double made;
        private double afterIdling;
        private Duration processor = Duration.ZERO;

        Figures(double before, double made) {
            this.before = before;
            this.made = made;
        }

        void idleFrom(Server server) throws IOException {
            processor = server.processes().processorTime();
        }

        void idleUntil(Server server) throws IOException {
            processor = server.processes().processorTime().minus(processor);
            afterIdling = server.processes().residentMebibytes();
        }
    }
}
