package dev.dormouse.benchmarks.load;

import static dev.dormouse.benchmarks.load.MarkdownTable.millis;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A thousand suspended agents of 1 MiB, 64 KiB of it each agent's own, get one message each at the same moment. The
 * first round is that of a process that has just been started and has run nothing.
 */
final class WakeUps implements LoadRun {
    private static final int AGENTS = 1_000;
    private static final int ROUNDS = 5;

    @Override
    public void run(Surroundings surroundings) throws IOException {
        RuntimeProcess.Launch launch = surroundings.onDisk("wake-ups");
        try (RuntimeProcess runtime = launch.start()) {
            runtime.deploy("tally", Tally.module(), "");
            Latencies made = surroundings
                    .clients(32)
                    .all(runtime.url(), surroundings.ticker(), AGENTS, (connection, number) -> {
                        String ignored = connection
                                .post(Tally.target("tally", number), Tally.fill(number))
                                .wanted();
                        suspend(connection, number);
                    });
            surroundings.say("made and suspended " + made.total() + " agents");
        }
        MarkdownTable table = new MarkdownTable(
                "round",
                "woken",
                "average ms",
                "p50 ms",
                "p99 ms",
                "max ms",
                "all awake after ms",
                "runtime's processor time ms");
        try (RuntimeProcess runtime = launch.start()) {
            for (int round = 1; round <= ROUNDS; round++) {
                surroundings.say("round " + round);
                row(table, round, surroundings, runtime);
                Latencies ignored =
                        surroundings.clients(32).all(runtime.url(), surroundings.ticker(), AGENTS, WakeUps::suspend);
            }
        }
        surroundings.show(table);
    }

    private static void row(MarkdownTable table, int round, Surroundings surroundings, RuntimeProcess runtime)
            throws IOException {
        Duration usedBefore = runtime.processorTime();
        long began = surroundings.ticker().nanos();
        List<Woken> all = wakeAll(surroundings, runtime.url());
        Duration used = runtime.processorTime().minus(usedBefore);
        Latencies latencies = new Latencies();
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        for (Woken woken : all) {
            latencies.record(woken.answeredNanos() - woken.sentNanos());
            first = Math.min(first, woken.sentNanos() - began);
            last = Math.max(last, woken.answeredNanos() - began);
        }
        table.row(
                String.valueOf(round),
                String.valueOf(latencies.total()),
                millis(latencies.average()),
                millis(latencies.percentile(0.5)),
                millis(latencies.percentile(0.99)),
                millis(latencies.max()),
                millis(Duration.ofNanos(last - first)),
                millis(used));
    }

    /** One agent's message. */
    private record Woken(long sentNanos, long answeredNanos) {}

    private static List<Woken> wakeAll(Surroundings surroundings, URI server) throws IOException {
        CountDownLatch connected = new CountDownLatch(AGENTS);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Woken>> running = new ArrayList<>();
            for (int number = 0; number < AGENTS; number++) {
                int agent = number;
                running.add(threads.submit(() -> wake(surroundings, server, agent, connected)));
            }
            List<Woken> all = new ArrayList<>();
            for (Future<Woken> one : running) {
                all.add(one.get());
            }
            return all;
        } catch (ExecutionException e) {
            throw new IOException("A wake-up failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted.", e);
        }
    }

    private static Woken wake(Surroundings surroundings, URI server, int agent, CountDownLatch connected)
            throws IOException, InterruptedException {
        try (HttpClientConnection connection = HttpClientConnection.open(server)) {
            connected.countDown();
            connected.await();
            long sent = surroundings.ticker().nanos();
            HttpClientConnection.Answer answer = connection.post(Tally.target("tally", agent), "");
            long answered = surroundings.ticker().nanos();
            if (Integer.parseInt(answer.wanted()) < 2 || !answer.start().equals("resume")) {
                throw new IOException("Agent " + agent + " was not resumed, but " + answer);
            }
            return new Woken(sent, answered);
        }
    }

    private static void suspend(HttpClientConnection connection, int number) throws IOException {
        String ignored = connection
                .post("/v1" + Tally.target("tally", number) + "/suspend", "")
                .wanted();
    }

    /** Suspends one agent, over a connection of its own. */
    static void suspend(RuntimeProcess runtime, int number) throws IOException {
        try (HttpClientConnection connection = runtime.connect()) {
            suspend(connection, number);
        }
    }
}
