package dev.dormouse.benchmarks.load;

import static dev.dormouse.benchmarks.load.MarkdownTable.number;

import dev.dormouse.benchmarks.Guest;
import dev.dormouse.benchmarks.GuestCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a guest's speed grows with the number of calls since its deploy, here and on other engines, interleaved, a fresh
 * process for each guest, engine and round. Then, in a process more for each example, what the JVM's compilers give up on.
 *
 * <p>Here each call has an instance of its own; elsewhere one instance, which is what is cheapest there, serves all.
 */
final class GuestSpeed implements LoadRun {
    private static final int ROUNDS = 2;
    private static final int[] ENDS = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000};
    private static final int CALLS = ENDS[ENDS.length - 1];
    /** Windows that the calls of one process may take. */
    private static final int WINDOWS = 3;

    private static final List<Guest> GUESTS =
            List.of(Guest.FIBONACCI, Guest.SIEVE, Guest.MATRIX, Guest.HELLO_JS, Guest.MARKDOWN);

    @Override
    public void run(Surroundings surroundings) throws IOException {
        List<GuestEngine> engines = GuestEngine.found(surroundings);
        List<String> head = new ArrayList<>(List.of("guest", "engine"));
        Arrays.stream(ENDS).forEach(end -> head.add("µs, call " + end));
        MarkdownTable table = new MarkdownTable(head.toArray(String[]::new));
        for (Guest guest : GUESTS) {
            Map<String, List<long[]>> times = new LinkedHashMap<>();
            for (int round = 1; round <= ROUNDS; round++) {
                for (GuestEngine engine : engines) {
                    if (engine.runs(guest)) {
                        surroundings.say("round " + round + ": " + guest.title() + " on " + engine.name());
                        times.computeIfAbsent(engine.name(), name -> new ArrayList<>())
                                .add(engine.run(guest, CALLS, WINDOWS * surroundings.seconds()));
                    }
                }
            }
            show(surroundings, table, guest, times);
        }
        surroundings.show(table);
        surroundings.show(jit(surroundings));
    }

    private static void show(
            Surroundings surroundings, MarkdownTable table, Guest guest, Map<String, List<long[]>> times) {
        MarkdownTable curves = new MarkdownTable("engine", "x", "y");
        times.forEach((engine, rounds) -> {
            List<String> row = new ArrayList<>(List.of(guest.title(), engine));
            for (int i = 0; i < ENDS.length; i++) {
                double micros = median(rounds, i == 0 ? 0 : ENDS[i - 1], ENDS[i]) / 1e3;
                row.add(micros > 0 ? number(micros) : "");
                if (micros > 0) {
                    curves.row(engine, String.valueOf(ENDS[i]), String.valueOf(micros));
                }
            }
            table.row(row.toArray(String[]::new));
        });
        surroundings.draw(new Plot("curves", guest.title()), curves);
    }

    /** The median of all rounds' calls from {@code from}, exclusive, to {@code to}; 0 if none was made. */
    static double median(List<long[]> rounds, int from, int to) {
        long[] all = rounds.stream()
                .flatMapToLong(times -> Arrays.stream(times, Math.min(from, times.length), Math.min(to, times.length)))
                .sorted()
                .toArray();
        return all.length == 0 ? 0 : all[all.length / 2];
    }

    private static MarkdownTable jit(Surroundings surroundings) throws IOException {
        MarkdownTable table = new MarkdownTable("guest", "what the JVM's compilers did with its methods");
        for (Guest guest : List.of(Guest.HELLO_JS, Guest.MARKDOWN)) {
            surroundings.say("compilers: " + guest.title());
            List<String> lines =
                    GuestEngine.ours(GuestCode.METERED).lines(guest, CALLS, WINDOWS * surroundings.seconds(), "jit");
            lines.forEach(line -> table.row(guest.title(), line));
            if (lines.isEmpty()) {
                table.row(guest.title(), "gave up on none");
            }
        }
        return table;
    }
}
