package dev.dormouse.benchmarks.rivals;

import dev.dormouse.benchmarks.load.ClosedLoop;
import dev.dormouse.benchmarks.load.HttpClientConnection;
import dev.dormouse.benchmarks.load.Latencies;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A contestant on a directory and on ports of its own, which it keeps from one start to the next. Not thread-safe, but
 * for its clients.
 */
final class Server implements AutoCloseable {
    /** A counter that no job counts, for asking whether the server is there. */
    private static final int PROBE = 1_000_000;

    private static final int PORTS = 4;
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration POLL = Duration.ofMillis(5);
    private static final int SHOWN = 160;

    private final Contestant contestant;
    private final Arena arena;
    private final Path directory;
    private final Path log;
    private final List<Integer> ports;
    private boolean prepared;
    private Process process;

    private Server(Contestant contestant, Arena arena, Path directory, List<Integer> ports, Process process) {
        this.contestant = contestant;
        this.arena = arena;
        this.directory = directory;
        this.log = logOf(directory);
        this.ports = List.copyOf(ports);
        this.process = process;
    }

    /** Starts one on an empty directory and waits until it has answered. */
    static Server first(Contestant contestant, Arena arena, String name) throws IOException {
        Path directory = Files.createDirectories(arena.directory().resolve(name).resolve("data"));
        List<Integer> ports = freePorts();
        Server server = new Server(contestant, arena, directory, ports, begin(contestant, directory, ports));
        try {
            server.awaitAnswer();
            return server;
        } catch (IOException e) {
            server.close();
            throw e;
        }
    }

    /** Starts it again after it was stopped or killed; the time until it has answered. */
    Duration start() throws IOException {
        long began = arena.ticker().nanos();
        process = begin(contestant, directory, ports);
        awaitAnswer();
        return Duration.ofNanos(arena.ticker().nanos() - began);
    }

    private static Process begin(Contestant contestant, Path directory, List<Integer> ports) throws IOException {
        ProcessBuilder.Redirect log =
                ProcessBuilder.Redirect.appendTo(logOf(directory).toFile());
        return new ProcessBuilder(contestant.command().line(directory, ports))
                .redirectOutput(log)
                .redirectError(log)
                .start();
    }

    private static Path logOf(Path directory) {
        return directory.resolveSibling("server.log");
    }

    private static List<Integer> freePorts() throws IOException {
        List<Integer> ports = new ArrayList<>();
        List<ServerSocket> taken = new ArrayList<>();
        for (int i = 0; i < PORTS; i++) {
            ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            taken.add(socket);
            ports.add(socket.getLocalPort());
        }
        for (ServerSocket socket : taken) {
            socket.close();
        }
        return ports;
    }

    private void awaitAnswer() throws IOException {
        if (!prepared) {
            await(() -> {
                HttpClientConnection.Answer ignored = probe();
            });
            await(() -> contestant
                    .preparation()
                    .run(ports.stream().map(Server::loopback).toList()));
            prepared = true;
        }
        await(() -> {
            String ignored = probe().wanted();
        });
    }

    private interface Attempt {
        void run() throws IOException;
    }

    private void await(Attempt attempt) throws IOException {
        long began = arena.ticker().nanos();
        while (true) {
            try {
                attempt.run();
                return;
            } catch (IOException e) {
                if (!process.isAlive()) {
                    throw new IOException(condition(), e);
                }
                if (arena.ticker().nanos() - began > START_LIMIT.toNanos()) {
                    throw new IOException(
                            "no answer within " + START_LIMIT.toSeconds() + " s (" + e.getMessage()
                                    + "); its last words: " + lastWords(),
                            e);
                }
                arena.pause().pause(POLL);
            }
        }
    }

    /** What a failure is told with: whether its first process still runs, and what it wrote last. */
    String condition() {
        return process.isAlive()
                ? "it runs"
                : "it has ended with " + process.exitValue() + "; its last words: " + lastWords();
    }

    private String lastWords() {
        try {
            String last = Files.readAllLines(log).stream()
                    .filter(line -> !line.isBlank())
                    .reduce("none", (earlier, later) -> later);
            return last.substring(0, Math.min(last.length(), SHOWN));
        } catch (IOException e) {
            return "unknown, " + e;
        }
    }

    private HttpClientConnection.Answer probe() throws IOException {
        try (HttpClientConnection connection = HttpClientConnection.open(url(), PATIENCE)) {
            return connection.post(contestant.target().apply(PROBE), "");
        }
    }

    String name() {
        return contestant.name();
    }

    URI url() {
        return loopback(ports.getFirst());
    }

    private static URI loopback(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Asks counter {@code number}. */
    HttpClientConnection.Answer ask(HttpClientConnection connection, int number) throws IOException {
        return connection.post(contestant.target().apply(number), "");
    }

    /** One question, over a connection of its own. */
    String ask(int number) throws IOException {
        try (HttpClientConnection connection = HttpClientConnection.open(url(), PATIENCE)) {
            return ask(connection, number).wanted();
        }
    }

    /** Clients in a closed loop, and what that cost the server; the processor time is that of warm-up and window. */
    Comparison.Round load(int clients, int round, ClosedLoop.Exchange exchange) throws IOException {
        Duration before = processes().processorTime();
        ClosedLoop.Seen seen =
                new ClosedLoop(clients, arena.warmUp(round), arena.window()).run(url(), arena.ticker(), exchange);
        return new Comparison.Round(seen, processes().processorTime().minus(before));
    }

    /** So many pieces of work, by so many clients. */
    Latencies all(int clients, int pieces, ClosedLoop.Piece work) throws IOException {
        return new ClosedLoop(clients, Duration.ZERO, Duration.ZERO).all(url(), arena.ticker(), pieces, work);
    }

    ProcessTree processes() {
        return new ProcessTree(Path.of("/proc"), process.pid());
    }

    /** Asks all its processes to end. */
    void stop() throws IOException {
        end(ProcessHandle::destroy);
    }

    /** SIGKILL to all its processes. */
    void kill() throws IOException {
        end(ProcessHandle::destroyForcibly);
    }

    private void end(Consumer<ProcessHandle> signal) throws IOException {
        List<ProcessHandle> all = processes().processes().stream()
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .toList();
        all.forEach(signal);
        long began = arena.ticker().nanos();
        while (all.stream().anyMatch(ProcessHandle::isAlive)) {
            if (arena.ticker().nanos() - began > STOP_LIMIT.toNanos()) {
                all.forEach(ProcessHandle::destroyForcibly);
                throw new IOException("it did not stop within " + STOP_LIMIT.toSeconds() + " s");
            }
            arena.pause().pause(POLL);
        }
    }

    @Override
    public void close() throws IOException {
        stop();
    }
}
