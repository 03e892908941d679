package dev.dormouse.invoker.cli.functions;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.dormouse.invoker.cli.client.RuntimeClient;
import dev.dormouse.invoker.cli.command.CommandFailed;
import dev.dormouse.invoker.cli.command.JsonText;
import dev.dormouse.invoker.cli.command.Surroundings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.util.Map;

/**
 * A deploy whose steps are shown while they happen: the runtime answers in lines of JSON, one when a step begins, the last
 * one with the revision or the problem.
 */
final class WatchedDeploy {
    private static final String LINES = "application/x-ndjson";
    private static final String BEGINNING_OF_LINE = "\r\u001b[K";

    private final RuntimeClient runtime;
    private final Surroundings surroundings;

    WatchedDeploy(RuntimeClient runtime, Surroundings surroundings) {
        this.runtime = runtime;
        this.surroundings = surroundings;
    }

    /** Deploys to {@code path} and returns the revision. */
    JsonNode run(String path, String mediaType, BodyPublisher body) {
        show("upload");
        HttpResponse<InputStream> answer =
                runtime.call("PUT", path, Map.of("Content-Type", mediaType, "Accept", LINES), body);
        try {
            return follow(answer);
        } finally {
            clear();
        }
    }

    private JsonNode follow(HttpResponse<InputStream> answer) {
        try (var lines = new BufferedReader(new InputStreamReader(answer.body(), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode event = JsonText.parse(line.getBytes(UTF_8));
                if (event.has("revision")) {
                    return event.path("revision");
                }
                if (event.has("problem")) {
                    throw new CommandFailed(RuntimeClient.sentences(event.path("problem")));
                }
                show(event.path("step").asText());
            }
        } catch (JsonProcessingException notJson) {
            throw new CommandFailed(answer.uri() + " answers something that is not JSON. Is it a Dormouse?");
        } catch (IOException broken) {
            throw unknownEnd(answer);
        }
        throw unknownEnd(answer);
    }

    private static CommandFailed unknownEnd(HttpResponse<InputStream> answer) {
        return new CommandFailed(
                "The connection to " + answer.uri().getAuthority() + " broke before the deploy was done."
                        + " 'dormouse revisions' shows whether it was; deploying again is safe.");
    }

    private void show(String step) {
        if (surroundings.interactive()) {
            surroundings.err().print(BEGINNING_OF_LINE + "  " + step + " ...");
            surroundings.err().flush();
        }
    }

    private void clear() {
        if (surroundings.interactive()) {
            surroundings.err().print(BEGINNING_OF_LINE);
            surroundings.err().flush();
        }
    }
}
