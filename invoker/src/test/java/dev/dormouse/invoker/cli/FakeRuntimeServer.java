package dev.dormouse.invoker.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server on loopback that gives the answers that a test laid out, and keeps what it was asked. */
final class FakeRuntimeServer implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    /** What came: headers by lower-case name. */
    record Request(String line, Map<String, String> headers, String body) {}

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody, written by nobody
    private record Answer(int status, String type, byte[] body, boolean broken) {}

    FakeRuntimeServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Answers {@code line}, for example {@code GET /v1/functions?limit=500}, with JSON in which ' stands for ". */
    FakeRuntimeServer on(String line, int status, String json) {
        String type = status < 400 ? "application/json" : "application/problem+json";
        return on(line, status, type, json.replace('\'', '"').getBytes(UTF_8));
    }

    FakeRuntimeServer on(String line, int status, String type, byte[] body) {
        answers.put(line, new Answer(status, type, body, false));
        return this;
    }

    /** Answers with a body that breaks off after what is given here. */
    FakeRuntimeServer breaking(String line, String type, String body) {
        answers.put(line, new Answer(200, type, body.getBytes(UTF_8), true));
        return this;
    }

    List<Request> requests() {
        return requests;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            Map<String, String> headers = new ConcurrentHashMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
            requests.add(new Request(
                    line, headers, new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
            Answer answer = answers.getOrDefault(
                    line, new Answer(404, "text/plain", ("no answer for " + line).getBytes(UTF_8), false));
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            exchange.sendResponseHeaders(answer.status(), length(answer));
            exchange.getResponseBody().write(answer.body());
            exchange.getResponseBody().flush();
        }
    }

    /** One byte more than there will be makes the answer break off. */
    private static long length(Answer answer) {
        if (answer.broken()) {
            return answer.body().length + 1L;
        }
        return answer.body().length == 0 ? -1 : answer.body().length;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
