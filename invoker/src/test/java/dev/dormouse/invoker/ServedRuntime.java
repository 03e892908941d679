package dev.dormouse.invoker;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.dormouse.invoker.cli.CommandLineTool;
import dev.dormouse.invoker.cli.command.Surroundings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A whole runtime behind its command line and its HTTP, in this process, on a free port of loopback. */
public final class ServedRuntime implements AutoCloseable {
    private static final String READY = "Dormouse is ready at ";

    private final Thread command;
    private final CompletableFuture<Runnable> stop = new CompletableFuture<>();
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private final CompletableFuture<URI> url = new CompletableFuture<>();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private ServedRuntime(Path data, List<String> options) {
        List<String> arguments = new ArrayList<>(List.of("up", "--port", "0", "--data", data.toString()));
        arguments.addAll(options);
        CommandLineTool tool = new CommandLineTool(
                DormouseRuntime::start,
                action -> {
                    stop.complete(action);
                    return () -> {};
                },
                new Surroundings(
                        Map.of(),
                        Optional.empty(),
                        data,
                        false,
                        List.of(),
                        InstantSource.system(),
                        System::nanoTime,
                        new SecureRandom(),
                        new ByteArrayInputStream(new byte[0]),
                        new PrintStream(new ReadyLine(), true, UTF_8),
                        new PrintStream(err, true, UTF_8)));
        command = Thread.ofVirtual().start(() -> exit.complete(tool.run(arguments.toArray(String[]::new))));
    }

    /** Starts a runtime without examples and waits until it is ready. */
    public static ServedRuntime start(Path data, String... options) {
        List<String> all = new ArrayList<>(List.of("--no-examples"));
        all.addAll(List.of(options));
        ServedRuntime started = new ServedRuntime(data, all);
        CompletableFuture.anyOf(started.url, started.exit).join();
        if (!started.url.isDone()) {
            throw new AssertionError("The runtime did not start: " + started.err.toString(UTF_8));
        }
        return started;
    }

    /** Where it is. */
    public URI url() {
        return url.join();
    }

    /** Deploys a module; gives the whole answer. */
    public HttpResponse<String> deploy(String function, byte[] module, String query) {
        return send(HttpRequest.newBuilder(url().resolve("/v1/functions/" + function + query))
                .header("Content-Type", "application/wasm")
                .PUT(HttpRequest.BodyPublishers.ofByteArray(module)));
    }

    /** Deploys a script. */
    public HttpResponse<String> deployScript(String function, String script) {
        return deployScript(function, script, "");
    }

    /** Deploys a script with options. */
    public HttpResponse<String> deployScript(String function, String script, String query) {
        return send(HttpRequest.newBuilder(url().resolve("/v1/functions/" + function + query))
                .header("Content-Type", "text/javascript")
                .PUT(HttpRequest.BodyPublishers.ofString(script)));
    }

    /**
     * Sends with POST.
     *
     * @param headers names and values in turn
     */
    public HttpResponse<String> post(String path, String body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(url().resolve(path)).POST(HttpRequest.BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return send(request);
    }

    /** Deletes. */
    public HttpResponse<String> delete(String path) {
        return send(HttpRequest.newBuilder(url().resolve(path)).DELETE());
    }

    /** Reads. */
    public HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(url().resolve(path)).GET());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("The test was interrupted.", e);
        }
    }

    /** Stops it as SIGTERM does; gives its exit code. */
    public int stop() {
        stop.join().run();
        return exit.join();
    }

    @Override
    public void close() {
        client.close();
        stop();
        try {
            command.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException("The test was interrupted.", e);
        }
    }

    /** Watches standard output for the ready line. */
    private final class ReadyLine extends OutputStream {
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        @Override
        public void write(int b) {
            if (b != '\n') {
                line.write(b);
                return;
            }
            String text = line.toString(UTF_8);
            line.reset();
            if (text.startsWith(READY)) {
                url.complete(URI.create(text.substring(READY.length())));
            }
        }
    }
}
