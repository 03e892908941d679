package dev.dormouse.invoker.cli.agents;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dormouse.invoker.cli.client.ClientOptions;
import dev.dormouse.invoker.cli.client.RuntimeClient;
import dev.dormouse.invoker.cli.command.ExitCode;
import dev.dormouse.invoker.cli.command.JsonText;
import dev.dormouse.invoker.cli.command.Surroundings;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command that changes an agent: whom, on what condition, and how the outcome is printed. */
abstract class AgentChange implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final ClientOptions options = new ClientOptions();

    @Mixin
    private final AgentName agent = new AgentName();

    @Option(
            names = "--at",
            paramLabel = "GENERATION",
            description = "Only if the agent is at this generation; else nothing changes.")
    private @Nullable Long at;

    AgentChange(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    final AgentName agent() {
        return agent;
    }

    /**
     * Makes the change and prints what came of it: the JSON, or {@code sentence} if JSON is not asked for.
     *
     * @param verb last part of the path; empty for none
     * @param json the body; null for none
     * @param sentence what to say, with <code>{generation}</code> and <code>{revision}</code> for the agent's
     * @return the exit code
     */
    final int make(String method, String verb, @Nullable JsonNode json, String sentence) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (at != null) {
            headers.put("If-Match", "\"" + at + "\"");
        }
        BodyPublisher body = BodyPublishers.noBody();
        if (json != null) {
            headers.put("Content-Type", RuntimeClient.JSON);
            body = BodyPublishers.ofString(json.toString());
        }
        try (var runtime = options.connect(surroundings)) {
            JsonNode answer = RuntimeClient.json(runtime.call(method, agent.controlPath() + verb, headers, body));
            JsonNode shown = answer.isEmpty() ? JsonText.object().put("deleted", agent.text()) : answer;
            surroundings
                    .out()
                    .println(
                            options.json()
                                    ? JsonText.pretty(shown)
                                    : sentence.replace(
                                                    "{generation}",
                                                    answer.path("generation").asText())
                                            .replace(
                                                    "{revision}",
                                                    answer.path("revision").asText()));
        }
        return ExitCode.DONE.number();
    }
}
