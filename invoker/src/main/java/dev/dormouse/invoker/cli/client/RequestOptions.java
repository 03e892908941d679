package dev.dormouse.invoker.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dormouse.invoker.cli.command.CommandFailed;
import dev.dormouse.invoker.cli.command.ExitCode;
import dev.dormouse.invoker.cli.command.JsonText;
import dev.dormouse.invoker.cli.command.Surroundings;
import dev.dormouse.invoker.cli.command.WrongUse;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** One request of the person's own making to a function or an agent, and the printing of its answer. */
public final class RequestOptions {
    private static final int MAX_JSON_BODY_BYTES = 64 << 20;

    @Mixin
    private final ClientOptions options = new ClientOptions();

    @Option(
            names = {"-d", "--data"},
            paramLabel = "DATA",
            description = "The body: a text, @FILE for what is in a file, or - for standard input.")
    private @Nullable String data;

    @Option(
            names = {"-X", "--method"},
            paramLabel = "METHOD",
            description = "Default: POST with a body, GET without.")
    private @Nullable String method;

    @Option(
            names = {"-H", "--header"},
            paramLabel = "NAME: VALUE",
            description = "A header; may be repeated.")
    private List<String> headers = new ArrayList<>();

    @Option(
            names = {"-i", "--include"},
            description = "Prints status and headers to standard error.")
    private boolean include;

    /**
     * Sends the request and prints the answer.
     *
     * @param to path of the function or the agent, percent-encoded
     * @param path what follows it, as the person wrote it
     * @param more headers beside the person's own
     * @return the exit code
     */
    public int send(Surroundings surroundings, String to, String path, Map<String, String> more) throws IOException {
        try (var runtime = options.connect(surroundings)) {
            String rest = path.isEmpty() || path.startsWith("/") || path.startsWith("?") ? path : "/" + path;
            var sent = new ArrayList<>(headers());
            sent.addAll(more.entrySet());
            HttpResponse<InputStream> answer = runtime.send(method(), to + rest, sent, body(surroundings));
            if (include) {
                printHead(surroundings, answer);
            }
            if (isProblem(answer)) {
                return explain(surroundings, answer);
            }
            print(surroundings, answer);
            return (answer.statusCode() < 400 ? ExitCode.DONE : ExitCode.FAILED).number();
        }
    }

    private String method() {
        return method == null ? (data == null ? "GET" : "POST") : method.toUpperCase(Locale.ROOT);
    }

    private List<Map.Entry<String, String>> headers() {
        return headers.stream()
                .map(header -> {
                    int colon = header.indexOf(':');
                    if (colon < 1) {
                        throw new WrongUse("A header is written 'Name: value'; this one is '" + header + "'.");
                    }
                    return Map.entry(
                            header.substring(0, colon).strip(),
                            header.substring(colon + 1).strip());
                })
                .toList();
    }

    private BodyPublisher body(Surroundings surroundings) throws IOException {
        if (data == null) {
            return BodyPublishers.noBody();
        }
        if (data.equals("-") || data.equals("@-")) {
            return BodyPublishers.ofByteArray(surroundings.in().readAllBytes());
        }
        if (!data.startsWith("@")) {
            return BodyPublishers.ofString(data);
        }
        var file = surroundings.resolve(data.substring(1));
        try {
            return BodyPublishers.ofFile(file);
        } catch (FileNotFoundException missing) {
            throw new WrongUse("There is no file " + file + ".");
        }
    }

    private static boolean isProblem(HttpResponse<InputStream> answer) {
        return answer.statusCode() >= 400
                && answer.headers().firstValue("Content-Type").orElse("").startsWith("application/problem+json");
    }

    /** A problem of the runtime becomes sentences; one that the function itself answers with is its answer. */
    private int explain(Surroundings surroundings, HttpResponse<InputStream> answer) {
        JsonNode problem = RuntimeClient.json(answer);
        if (options.json() || !problem.path("type").asText("").startsWith("/problems/")) {
            surroundings.out().println(JsonText.pretty(problem));
        } else {
            surroundings.err().println(RuntimeClient.sentences(problem));
        }
        return ExitCode.FAILED.number();
    }

    private void printHead(Surroundings surroundings, HttpResponse<InputStream> answer) {
        surroundings.err().println("HTTP " + answer.statusCode());
        answer.headers()
                .map()
                .forEach((header, values) ->
                        values.forEach(value -> surroundings.err().println(header + ": " + value)));
    }

    private void print(Surroundings surroundings, HttpResponse<InputStream> answer) throws IOException {
        try (InputStream body = answer.body()) {
            if (options.json()) {
                surroundings
                        .out()
                        .println(JsonText.pretty(AnswerText.of(answer, body.readNBytes(MAX_JSON_BODY_BYTES))));
            } else {
                body.transferTo(surroundings.out());
            }
        } catch (IOException broken) {
            surroundings.out().flush();
            throw new CommandFailed("The answer broke off: the function was stopped while it was sending.");
        }
    }
}
