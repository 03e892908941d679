package dev.dormouse.invoker.http;

import dev.dormouse.invoker.execution.GuestLogs;
import dev.dormouse.invoker.execution.RecentLines;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/** The real server on a free loopback port, over fakes. */
final class TestServer implements AutoCloseable {
    /** For what never takes long, unless it hangs. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    final TestTicker ticker;
    final FakeFunctions functions = new FakeFunctions();
    final FakeRegistry registry = new FakeRegistry();
    final FakeAgents agents = new FakeAgents();
    final RecentLines logs = new RecentLines(GuestLogs.NONE, InstantSource.fixed(Instant.EPOCH));
    final FakeKeys keys = new FakeKeys();
    final HttpServer server;
    final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    volatile Optional<String> storeTrouble = Optional.empty();
    private boolean stopped;

    TestServer(HttpSettings settings) {
        this(settings, new TestTicker());
    }

    TestServer(HttpSettings settings, TestTicker ticker) {
        this.ticker = ticker;
        var ids = new AtomicLong(new SplittableRandom(1).nextLong());
        var services = new HttpServer.Services(
                functions, registry, logs, agents, registry, registry, keys, () -> storeTrouble);
        server = new HttpServer(
                settings.withListener("127.0.0.1", 0, settings.tls()), services, ticker, ids::incrementAndGet);
        server.start();
        server.ready();
    }

    static TestServer started() {
        return new TestServer(HttpSettings.defaults());
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return send("GET", path, BodyPublishers.noBody(), headers);
    }

    HttpResponse<String> send(String method, String path, BodyPublisher body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(path)).timeout(PATIENCE).method(method, body);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout((int) PATIENCE.toMillis());
        return socket;
    }

    static Optional<String> header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name);
    }

    /** Stops; false if work was broken off. */
    boolean stop(Duration patience) {
        stopped = true;
        try {
            return server.stop(patience);
        } catch (InterruptedException e) {
            throw new IllegalStateException("Nobody interrupts tests.", e);
        }
    }

    @Override
    public void close() {
        client.close();
        if (!stopped) {
            stop(Duration.ZERO);
        }
    }
}
