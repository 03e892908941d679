package dev.dormouse.benchmarks.load;

import static dev.dormouse.benchmarks.load.MarkdownTable.millis;
import static dev.dormouse.benchmarks.load.MarkdownTable.number;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Does a start take longer the more agents the store knows? Starts on a store with one agent and on one with 200,000,
 * interleaved, after an orderly stop and after a kill: until ready, and until an agent has answered.
 */
final class KnownAgents implements LoadRun {
    private static final int MANY = 200_000;
    private static final int ROUNDS = 5;

    /** The start times of one store. */
    private record Starts(String name, int agents, String after, List<Duration> ready, List<Duration> answered) {
        Starts(String name, int agents, String after) {
            this(name, agents, after, new ArrayList<>(), new ArrayList<>());
        }
    }

    @Override
    public void run(Surroundings surroundings) throws IOException {
        fill(surroundings, "known-few", 1);
        fill(surroundings, "known-many", MANY);
        List<Starts> all = List.of(
                new Starts("known-few", 1, "stop"),
                new Starts("known-many", MANY, "stop"),
                new Starts("known-few", 1, "kill"),
                new Starts("known-many", MANY, "kill"));
        double[] resident = new double[all.size()];
        for (int round = 0; round < ROUNDS; round++) {
            surroundings.say("round " + (round + 1));
            for (int i = 0; i < all.size(); i++) {
                resident[i] = start(surroundings, all.get(i));
            }
        }
        MarkdownTable table = new MarkdownTable(
                "agents in the store",
                "after",
                "ready ms, median of " + ROUNDS,
                "first answer ms, median",
                "resident MiB");
        for (int i = 0; i < all.size(); i++) {
            Starts starts = all.get(i);
            table.row(
                    String.valueOf(starts.agents()),
                    starts.after(),
                    millis(Surroundings.median(starts.ready())),
                    millis(Surroundings.median(starts.answered())),
                    number(resident[i]));
        }
        surroundings.show(table);
    }

    private static void fill(Surroundings surroundings, String name, int agents) throws IOException {
        surroundings.say("making " + agents + " agents in " + name);
        try (RuntimeProcess runtime = surroundings.onDisk(name).start()) {
            runtime.deploy("tally", Tally.module(), "");
            Latencies ignored = surroundings
                    .clients(Math.min(agents, 512))
                    .all(
                            runtime.url(),
                            surroundings.ticker(),
                            agents,
                            (connection, number) -> connection
                                    .post(Tally.target("tally", number), "")
                                    .wanted());
        }
    }

    /** Starts it twice: the first time so that it ends as is asked for, the second time to measure. */
    private static double start(Surroundings surroundings, Starts starts) throws IOException {
        try (RuntimeProcess before = surroundings.onDisk(starts.name()).start()) {
            long ignored = answer(surroundings, before, 0);
            if (starts.after().equals("kill")) {
                before.kill();
            }
        }
        try (RuntimeProcess runtime = surroundings.onDisk(starts.name()).start()) {
            starts.ready().add(runtime.untilReady());
            starts.answered().add(Duration.ofNanos(answer(surroundings, runtime, starts.agents() / 2)));
            return runtime.residentMebibytes();
        }
    }

    private static long answer(Surroundings surroundings, RuntimeProcess runtime, int agent) throws IOException {
        long began = surroundings.ticker().nanos();
        try (HttpClientConnection connection = runtime.connect()) {
            String counted = connection.post(Tally.target("tally", agent), "").wanted();
            if (Integer.parseInt(counted) < 2) {
                throw new IOException("An agent has forgotten its first message.");
            }
        }
        return surroundings.ticker().nanos() - began;
    }
}
