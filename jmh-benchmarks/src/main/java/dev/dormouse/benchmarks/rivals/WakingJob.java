package dev.dormouse.benchmarks.rivals;

import static dev.dormouse.benchmarks.load.MarkdownTable.millis;
import static dev.dormouse.benchmarks.load.MarkdownTable.number;

import dev.dormouse.benchmarks.load.HttpClientConnection;
import dev.dormouse.benchmarks.load.Latencies;
import dev.dormouse.benchmarks.load.MarkdownTable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * 200 counters, one client: asked when they are in memory, when they have been put out of it, after a stop and after a
 * kill of the whole server; and how long a server takes from its start to its first answer. Three rounds. Each answer
 * must be the number of times that the counter was asked.
 */
final class WakingJob implements Job {
    private static final int COUNTERS = 200;
    private static final int ROUNDS = 3;

    /** workerd forgets an object that nobody has asked for ten seconds. */
    private static final Duration UNTIL_FORGOTTEN = Duration.ofSeconds(15);

    private enum State {
        ASLEEP("put out of memory"),
        AWAKE("in memory"),
        STOPPED("server stopped and started"),
        KILLED("server killed and started");

        private final String text;

        State(String text) {
            this.text = text;
        }
    }

    @Override
    public void run(Arena arena) {
        Contestants all = arena.contestants();
        String ours = all.ours().name();
        Map<String, Observed> observed = new LinkedHashMap<>();
        try (LineUp lineUp =
                LineUp.start(arena, "waking", List.of(all.ours(), all.workerdCounters(), all.restate(), all.dbos()))) {
            lineUp.each("makes " + COUNTERS + " counters", server -> {
                Observed one = new Observed();
                one.ask(server, State.AWAKE);
                one.forget();
                observed.put(server.name(), one);
            });
            for (int round = 1; round <= ROUNDS; round++) {
                String suffix = ", round " + round;
                lineUp.each("is left alone" + suffix, server -> {
                    if (server.name().equals(ours)) {
                        Latencies ignored = server.all(1, COUNTERS, Contestants::suspend);
                    }
                });
                arena.pause().pause(UNTIL_FORGOTTEN);
                lineUp.each("wakes" + suffix, server -> {
                    LineUp.kept(observed, server).ask(server, State.ASLEEP);
                    LineUp.kept(observed, server).ask(server, State.AWAKE);
                });
                lineUp.each("is stopped and started" + suffix, server -> {
                    server.stop();
                    LineUp.kept(observed, server).askAfterStart(server, State.STOPPED);
                });
                lineUp.each("is killed and started" + suffix, server -> {
                    server.kill();
                    LineUp.kept(observed, server).askAfterStart(server, State.KILLED);
                });
            }
            arena.tables().show("rivals waking", answers(observed));
            arena.tables().show("rivals waking", starts(observed));
            lineUp.showLeftOut("rivals waking");
        }
    }

    private static MarkdownTable answers(Map<String, Observed> observed) {
        MarkdownTable table = new MarkdownTable(
                "state",
                "what",
                "answers",
                "said to be woken",
                "p50 ms",
                "p99 ms",
                "CPU ms/answer",
                "p50, ratio to ours");
        for (State state : State.values()) {
            Duration reference = Duration.ZERO;
            for (Map.Entry<String, Observed> one : observed.entrySet()) {
                Figures figures = one.getValue().figures(state);
                if (figures.latencies.total() == 0) {
                    continue;
                }
                Duration middle = figures.latencies.percentile(0.5);
                if (reference.isZero()) {
                    reference = middle;
                }
                table.row(
                        state.text,
                        one.getKey(),
                        String.valueOf(figures.latencies.total()),
                        String.valueOf(figures.woken),
                        millis(middle),
                        millis(figures.latencies.percentile(0.99)),
                        number(figures.processor.toNanos() / 1e6 / figures.latencies.total()),
                        number((double) middle.toNanos() / reference.toNanos()));
            }
        }
        return table;
    }

    private static MarkdownTable starts(Map<String, Observed> observed) {
        MarkdownTable table = new MarkdownTable(
                "what",
                "start to first answer ms, after a stop, median",
                "lowest - highest",
                "after a kill, median",
                "lowest - highest");
        observed.forEach((name, one) -> {
            List<Duration> stopped = one.figures(State.STOPPED).starts;
            List<Duration> killed = one.figures(State.KILLED).starts;
            if (!stopped.isEmpty() && !killed.isEmpty()) {
                Comparison.Spread afterStop = spread(stopped);
                Comparison.Spread afterKill = spread(killed);
                table.row(
                        name,
                        number(afterStop.median()),
                        afterStop.range(),
                        number(afterKill.median()),
                        afterKill.range());
            }
        });
        return table;
    }

    private static Comparison.Spread spread(List<Duration> times) {
        return Comparison.Spread.of(times.stream().mapToDouble(time -> time.toNanos() / 1e6));
    }

    /** Of one contestant in one state. */
    private static final class Figures {
        private final Latencies latencies = new Latencies();
        private final List<Duration> starts = new ArrayList<>();
        private Duration processor = Duration.ZERO;
        private long woken;
    }

    /** Of one contestant. */
    private static final class Observed {
        private final Map<State, Figures> figures = new EnumMap<>(State.class);
        private long asked;

        Figures figures(State state) {
            return figures.computeIfAbsent(state, added -> new Figures());
        }

        /** What was seen is no longer counted, what was asked is. */
        void forget() {
            figures.clear();
        }

        void askAfterStart(Server server, State state) throws IOException {
            figures(state).starts.add(server.start());
            ask(server, state);
        }

        /** Asks each counter once. */
        void ask(Server server, State state) throws IOException {
            asked++;
            Figures seen = figures(state);
            AtomicLong woken = new AtomicLong();
            Duration before = server.processes().processorTime();
            seen.latencies.add(server.all(1, COUNTERS, (connection, number) -> {
                HttpClientConnection.Answer answer = server.ask(connection, number);
                if (Long.parseLong(answer.wanted()) != asked) {
                    throw new IOException(
                            "counter " + number + " was asked " + asked + " times and answered " + answer.wanted());
                }
                if (answer.start().equals("resume")) {
                    woken.incrementAndGet();
                }
            }));
            seen.processor =
                    seen.processor.plus(server.processes().processorTime().minus(before));
            seen.woken += woken.get();
        }
    }
}
