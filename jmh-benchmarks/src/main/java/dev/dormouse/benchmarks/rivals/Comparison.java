package dev.dormouse.benchmarks.rivals;

import static dev.dormouse.benchmarks.load.MarkdownTable.millis;
import static dev.dormouse.benchmarks.load.MarkdownTable.number;

import dev.dormouse.benchmarks.load.ClosedLoop;
import dev.dormouse.benchmarks.load.Latencies;
import dev.dormouse.benchmarks.load.MarkdownTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Rounds of the same load on several contestants; the one that was added first is what the others are compared with,
 * each round with its own. Not thread-safe.
 */
final class Comparison {
    private final Map<String, List<Round>> rounds = new LinkedHashMap<>();

    /**
     * One round of one contestant.
     *
     * @param seen by the clients
     * @param processor time that its processes took for all requests of the round
     */
    record Round(ClosedLoop.Seen seen, Duration processor) {
        double processorMillis() {
            return processor.toNanos() / 1e6 / Math.max(1, seen.requests());
        }
    }

    void add(String name, Round round) {
        rounds.computeIfAbsent(name, added -> new ArrayList<>()).add(round);
    }

    static MarkdownTable table() {
        return new MarkdownTable(
                "clients",
                "what",
                "requests/s, median",
                "lowest - highest",
                "p50 ms",
                "p99 ms",
                "CPU ms/request",
                "requests/s, ratio to ours",
                "lowest - highest ratio");
    }

    /** Adds a row for each contestant. */
    void addTo(MarkdownTable table, int clients) {
        List<Round> ours =
                rounds.isEmpty() ? List.of() : rounds.values().iterator().next();
        rounds.forEach((name, theirs) -> {
            Spread perSecond =
                    Spread.of(theirs.stream().mapToDouble(round -> round.seen().perSecond()));
            Optional<Spread> ratio = Spread.ofAny(IntStream.range(0, Math.min(ours.size(), theirs.size()))
                    .filter(i -> ours.get(i).seen().perSecond() > 0)
                    .mapToDouble(i -> theirs.get(i).seen().perSecond()
                            / ours.get(i).seen().perSecond()));
            Latencies latencies = new Latencies();
            theirs.forEach(round -> latencies.add(round.seen().latencies()));
            table.row(
                    String.valueOf(clients),
                    name,
                    number(perSecond.median()),
                    perSecond.range(),
                    millis(latencies.percentile(0.5)),
                    millis(latencies.percentile(0.99)),
                    number(Spread.of(theirs.stream().mapToDouble(Round::processorMillis))
                            .median()),
                    ratio.map(spread -> number(spread.median())).orElse(""),
                    ratio.map(Spread::range).orElse(""));
        });
    }

    /** Some figures in order: the middle one, of an even number the upper, and the ends. There is one at least. */
    record Spread(double median, double lowest, double highest) {
        static Spread of(DoubleStream figures) {
            double[] sorted = figures.sorted().toArray();
            return new Spread(sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1]);
        }

        /** None of none. */
        static Optional<Spread> ofAny(DoubleStream figures) {
            double[] all = figures.toArray();
            return all.length == 0 ? Optional.empty() : Optional.of(of(Arrays.stream(all)));
        }

        String range() {
            return number(lowest) + " - " + number(highest);
        }
    }
}
