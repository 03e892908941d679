package dev.dormouse.benchmarks.load;

import static dev.dormouse.benchmarks.load.MarkdownTable.millis;
import static dev.dormouse.benchmarks.load.MarkdownTable.number;

import java.io.IOException;
import java.time.Duration;
import java.util.SplittableRandom;

/** Ten thousand agents of one function, 64 KiB of each its own, known to one process with a heap of 1 GiB. */
final class Density implements LoadRun {
    private static final int AGENTS = 10_000;
    private static final int STEP = 1_000;
    private static final int ASKED = 200;
    private static final Duration IDLE = Duration.ofSeconds(10);

    /** Longer than an agent stays warm. */
    private static final Duration UNTIL_SUSPENDED = Duration.ofSeconds(75);

    @Override
    public void run(Surroundings surroundings) throws IOException {
        MarkdownTable table =
                new MarkdownTable("when", "resident MiB", "CPU ms in 10 idle s", "p50 ms", "p99 ms", "max ms");
        try (RuntimeProcess runtime = surroundings.onDisk("density", "-Xmx1g").start()) {
            runtime.deploy("tally", Tally.module(), "");
            table.row("ready, no agents", number(runtime.residentMebibytes()), idle(surroundings, runtime), "", "", "");
            surroundings.say("making " + AGENTS + " agents");
            Latencies made = new Latencies();
            MarkdownTable growth = new MarkdownTable("what", "x", "y");
            grown(growth, 0, runtime);
            for (int from = 0; from < AGENTS; from += STEP) {
                made.add(make(surroundings, runtime, from));
                grown(growth, from + STEP, runtime);
            }
            surroundings.draw(new Plot("growth", "agents in 1 GiB of heap"), growth);
            row(table, "all made, each by one message of 16 clients", surroundings, runtime, made);
            row(table, "random agents answer", surroundings, runtime, ask(surroundings, runtime, 1));
            surroundings.say("waiting until all are suspended");
            surroundings.pause().pause(UNTIL_SUSPENDED);
            table.row("all suspended", number(runtime.residentMebibytes()), idle(surroundings, runtime), "", "", "");
            row(table, "random suspended agents answer", surroundings, runtime, ask(surroundings, runtime, 2));
        }
        surroundings.show(table);
    }

    private static Latencies make(Surroundings surroundings, RuntimeProcess runtime, int from) throws IOException {
        return surroundings.clients(16).all(runtime.url(), surroundings.ticker(), STEP, (connection, number) -> {
            String ignored = connection
                    .post(Tally.target("tally", from + number), Tally.fill(from + number))
                    .wanted();
        });
    }

    private static void grown(MarkdownTable growth, int agents, RuntimeProcess runtime) throws IOException {
        growth.row("resident", String.valueOf(agents), String.valueOf(runtime.residentMebibytes()));
    }

    private static void row(
            MarkdownTable table, String when, Surroundings surroundings, RuntimeProcess runtime, Latencies latencies)
            throws IOException {
        table.row(
                when,
                number(runtime.residentMebibytes()),
                idle(surroundings, runtime),
                millis(latencies.percentile(0.5)),
                millis(latencies.percentile(0.99)),
                millis(latencies.max()));
    }

    private static String idle(Surroundings surroundings, RuntimeProcess runtime) {
        Duration before = runtime.processorTime();
        surroundings.pause().pause(IDLE);
        return String.valueOf(runtime.processorTime().minus(before).toMillis());
    }

    private static Latencies ask(Surroundings surroundings, RuntimeProcess runtime, long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        return surroundings.clients(1).all(runtime.url(), surroundings.ticker(), ASKED, (connection, number) -> {
            String counted = connection
                    .post(Tally.target("tally", random.nextInt(AGENTS)), "")
                    .wanted();
            if (Integer.parseInt(counted) < 2) {
                throw new IOException("An agent has forgotten its first message.");
            }
        });
    }
}
