package dev.dormouse.invoker.cli.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.dormouse.invoker.cli.command.CommandFailed;
import dev.dormouse.invoker.cli.command.JsonText;
import dev.dormouse.invoker.cli.command.UrlText;
import dev.dormouse.invoker.cli.command.WrongUse;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;

/** A running runtime, seen through its HTTP interface. What goes wrong is a {@link CommandFailed} with a sentence. */
public final class RuntimeClient implements AutoCloseable {
    /** Media type of what the control API takes and gives. */
    public static final String JSON = "application/json";

    private static final int MAX_JSON_BYTES = 16 << 20;

    private final HttpClient http;
    private final URI base;
    private final String apiKey;

    /**
     * @param base no slash at the end
     * @param apiKey empty for none
     */
    public RuntimeClient(URI base, String apiKey) {
        this.http = client(base);
        this.base = base;
        this.apiKey = apiKey;
    }

    private static HttpClient client(URI base) {
        var builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
        if (base.getScheme().equals("http")) {
            builder.sslContext(trustingNobody());
        }
        return builder.build();
    }

    /** For plain HTTP: reading the certificates that the JDK trusts would be most of what a command costs. */
    private static SSLContext trustingNobody() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[0], null);
            return context;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every JDK has TLS.", impossible);
        }
    }

    /** The address of {@code path}, which begins with a slash and is percent-encoded. */
    public URI address(String path) {
        try {
            return new URI(base + path);
        } catch (URISyntaxException malformed) {
            throw new WrongUse("A path is percent-encoded where it must be; this one is not: " + path);
        }
    }

    /** Reads something. */
    public JsonNode get(String path) {
        return json(call("GET", path, Map.of(), BodyPublishers.noBody()));
    }

    /** Writes something. */
    public JsonNode put(String path, String mediaType, BodyPublisher body) {
        return json(call("PUT", path, Map.of("Content-Type", mediaType), body));
    }

    /** Reads a list to its end. The path may have a query. */
    public List<JsonNode> list(String path) {
        var items = new ArrayList<JsonNode>();
        String after = "";
        do {
            JsonNode page = get(path + (path.contains("?") ? "&" : "?") + "limit=500"
                    + (after.isEmpty() ? "" : "&after=" + UrlText.encode(after)));
            page.path("items").forEach(items::add);
            after = page.path("next").asText("");
        } while (!after.isEmpty());
        return items;
    }

    /**
     * Sends something and takes any 2xx answer.
     *
     * @return the answer; its body is to be closed
     */
    public HttpResponse<InputStream> call(String method, String path, Map<String, String> headers, BodyPublisher body) {
        HttpResponse<InputStream> answer = send(method, path, List.copyOf(headers.entrySet()), body);
        if (answer.statusCode() / 100 != 2) {
            throw failure(answer);
        }
        return answer;
    }

    /** Sends something and takes any answer. */
    HttpResponse<InputStream> send(
            String method, String path, List<Map.Entry<String, String>> headers, BodyPublisher body) {
        HttpRequest request = request(method, path, headers, body);
        try {
            return http.send(request, BodyHandlers.ofInputStream());
        } catch (IOException broken) {
            throw new CommandFailed(explain(broken));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CommandFailed("Interrupted.");
        }
    }

    private HttpRequest request(
            String method, String path, List<Map.Entry<String, String>> headers, BodyPublisher body) {
        try {
            var request = HttpRequest.newBuilder(address(path)).method(method, body);
            headers.forEach(header -> request.header(header.getKey(), header.getValue()));
            if (!apiKey.isEmpty()) {
                request.setHeader("Authorization", "Bearer " + apiKey);
            }
            return request.build();
        } catch (IllegalArgumentException refused) {
            throw new WrongUse("This request cannot be sent: " + refused.getMessage() + ".");
        }
    }

    /** The JSON of an answer, which is closed. */
    public static JsonNode json(HttpResponse<InputStream> answer) {
        try (InputStream body = answer.body()) {
            byte[] bytes = body.readNBytes(MAX_JSON_BYTES);
            return bytes.length == 0 ? JsonText.object() : JsonText.parse(bytes);
        } catch (JsonProcessingException notJson) {
            throw new CommandFailed(answer.uri() + " answers something that is not JSON. Is it a Dormouse?");
        } catch (IOException broken) {
            throw new CommandFailed("The connection to " + answer.uri() + " broke before the answer was complete.");
        }
    }

    /** What an answer that is not 2xx means, in sentences; closes it. */
    static CommandFailed failure(HttpResponse<InputStream> answer) {
        String type = answer.headers().firstValue("Content-Type").orElse("");
        if (!type.startsWith("application/problem+json")) {
            close(answer);
            return new CommandFailed(answer.uri() + " answers with status " + answer.statusCode()
                    + " and no explanation. Is it a Dormouse?");
        }
        return new CommandFailed(sentences(json(answer)));
    }

    /** A problem of RFC 9457 as a person reads it: title, then detail. */
    public static String sentences(JsonNode problem) {
        String title = problem.path("title").asText("The runtime refuses");
        String detail = problem.path("detail").asText("");
        return detail.isEmpty() ? title + "." : title + ".\n" + detail;
    }

    private String explain(IOException broken) {
        if (hasCause(broken, UnresolvedAddressException.class)) {
            return "There is no host '" + base.getHost() + "'. Correct --url or DORMOUSE_URL.";
        }
        return switch (broken) {
            case ConnectException refused ->
                "No runtime answers at " + base + ". Start one with 'dormouse up', or name another with --url.";
            case SSLException refused ->
                "There is no trusted TLS at " + base + " (" + refused.getMessage()
                        + "). Java's own trust store decides; -Djavax.net.ssl.trustStore in JDK_JAVA_OPTIONS names another.";
            default ->
                "The connection to " + base + " broke before the answer began (" + broken.getMessage()
                        + "). Whether the request took effect is not known.";
        };
    }

    private static boolean hasCause(Throwable thrown, Class<? extends Throwable> type) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    private static void close(HttpResponse<InputStream> answer) {
        try {
            answer.body().close();
        } catch (IOException unimportant) {
            // The status is known; nothing more is wanted of this answer.
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
