package dev.dormouse.benchmarks.rivals;

import dev.dormouse.benchmarks.load.MarkdownTable;
import java.io.IOException;
import java.util.List;

/** A small Wasm function at 16 clients, three rounds. */
final class FunctionJob implements Job {
    private static final int CLIENTS = 16;
    private static final int ROUNDS = 3;

    @Override
    public void run(Arena arena) {
        Contestants all = arena.contestants();
        Contestant warm = all.workerdWarm();
        List<Contestant> contestants = List.of(all.ourFunction(), warm, all.workerdFresh(), all.plainHelidon());
        try (LineUp lineUp = LineUp.start(arena, "function", contestants)) {
            Comparison comparison = new Comparison();
            for (int i = 1; i <= ROUNDS; i++) {
                int round = i;
                lineUp.each(
                        "round " + round,
                        server -> comparison.add(
                                server.name(),
                                server.name().equals(warm.name())
                                        ? loadOneInstance(server, round)
                                        : loadInstances(server, round)));
            }
            MarkdownTable table = Comparison.table();
            comparison.addTo(table, CLIENTS);
            arena.tables().show("rivals function", table);
            lineUp.showLeftOut("rivals function");
        }
    }

    /** All answers are the same: an instance that is new counts its first call. */
    private static Comparison.Round loadInstances(Server server, int round) throws IOException {
        String first = server.ask(0);
        return server.load(CLIENTS, round, (connection, random) -> {
            String answer = server.ask(connection, 0).wanted();
            if (!answer.equals(first)) {
                throw new IOException("the answer was " + first + " and is " + answer);
            }
        });
    }

    /** The instance has counted each request. */
    private static Comparison.Round loadOneInstance(Server server, int round) throws IOException {
        long before = Long.parseLong(server.ask(0));
        Comparison.Round seen = server.load(CLIENTS, round, (connection, random) -> {
            long ignored = Long.parseLong(server.ask(connection, 0).wanted());
        });
        long counted = Long.parseLong(server.ask(0)) - before - 1;
        if (counted != seen.seen().requests()) {
            throw new IOException(
                    "the instance counted " + counted + " of " + seen.seen().requests() + " requests");
        }
        return seen;
    }
}
