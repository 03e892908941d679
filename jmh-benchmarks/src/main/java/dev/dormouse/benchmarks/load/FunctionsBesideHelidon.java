package dev.dormouse.benchmarks.load;

import static dev.dormouse.benchmarks.load.MarkdownTable.millis;
import static dev.dormouse.benchmarks.load.MarkdownTable.number;

import dev.dormouse.benchmarks.PlainHelidon;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A small function, a fresh instance for each request, beside a plain Helidon handler that returns a constant; A B A B.
 * The last column is ours as a share of Helidon's in the same round.
 */
final class FunctionsBesideHelidon implements LoadRun {
    private static final int CLIENTS = 16;
    private static final int ROUNDS = 4;
    private static final int ATTEMPTS = 100;

    @Override
    public void run(Surroundings surroundings) throws IOException {
        MarkdownTable table = new MarkdownTable(
                "round", "what", "requests/s", "p50 ms", "p99 ms", "CPU ms/request", "share of Helidon");
        MarkdownTable percentiles = new MarkdownTable("what", "x", "y");
        Process helidon = null;
        try (RuntimeProcess runtime = surroundings.onDisk("functions").start()) {
            runtime.deploy("greeter", Tally.module(), "");
            URI floor = URI.create("http://127.0.0.1:" + freePort());
            helidon = startHelidon(floor);
            awaitAnswer(surroundings, floor);
            for (int round = 1; round <= ROUNDS; round++) {
                surroundings.say("round " + round);
                Measured ours = measure(surroundings, runtime.url(), runtime::processorTime);
                Process process = helidon;
                Measured theirs = measure(
                        surroundings,
                        floor,
                        () -> process.info().totalCpuDuration().orElse(Duration.ZERO));
                double share = ours.seen().perSecond() / theirs.seen().perSecond();
                row(table, round, "function, fresh instance each", ours, number(share));
                row(table, round, "plain Helidon", theirs, "");
                if (round == ROUNDS) {
                    Surroundings.percentiles(
                            percentiles, "function", ours.seen().latencies());
                    Surroundings.percentiles(
                            percentiles, "plain Helidon", theirs.seen().latencies());
                }
            }
        } finally {
            if (helidon != null) {
                helidon.destroy();
            }
        }
        surroundings.show(table);
        surroundings.draw(new Plot("percentiles", "functions over HTTP at " + CLIENTS + " clients"), percentiles);
    }

    /** What the clients saw, and what a request cost the server. */
    private record Measured(ClosedLoop.Seen seen, Duration processorTime) {}

    private interface ProcessorTime {
        Duration now();
    }

    private static Measured measure(Surroundings surroundings, URI server, ProcessorTime processor) throws IOException {
        Duration before = processor.now();
        ClosedLoop.Seen seen = surroundings
                .clients(CLIENTS)
                .run(
                        server,
                        surroundings.ticker(),
                        (connection, random) ->
                                connection.post("/fn/greeter", "").wanted());
        return new Measured(seen, processor.now().minus(before).dividedBy(seen.requests()));
    }

    private static void row(MarkdownTable table, int round, String what, Measured measured, String share) {
        table.row(
                String.valueOf(round),
                what,
                number(measured.seen().perSecond()),
                millis(measured.seen().latencies().percentile(0.5)),
                millis(measured.seen().latencies().percentile(0.99)),
                number(measured.processorTime().toNanos() / 1e6),
                share);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Process startHelidon(URI at) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        PlainHelidon.class.getName(),
                        String.valueOf(at.getPort()))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void awaitAnswer(Surroundings surroundings, URI server) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try (HttpClientConnection connection = HttpClientConnection.open(server)) {
                String ignored = connection.post("/fn/greeter", "").wanted();
                return;
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                surroundings.pause().pause(Duration.ofMillis(200));
            }
        }
    }
}
