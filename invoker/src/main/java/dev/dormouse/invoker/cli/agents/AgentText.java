package dev.dormouse.invoker.cli.agents;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dormouse.invoker.cli.command.Quantities;
import dev.dormouse.invoker.cli.command.TextTable;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Agents for people. */
final class AgentText {
    private AgentText() {}

    /** One line each. */
    static TextTable table(List<JsonNode> agents) {
        var table = new TextTable("KEY", "REVISION", "STATE", "GENERATION", "HEAP", "LOG", "SNAPSHOT", "UPDATED");
        for (JsonNode agent : agents) {
            JsonNode bytes = agent.path("bytes");
            table.row(
                    agent.path("key").asText(),
                    agent.path("revision").asText(),
                    agent.path("state").asText(),
                    agent.path("generation").asText(),
                    Quantities.size(bytes.path("heap").asLong()),
                    Quantities.size(bytes.path("log").asLong()),
                    Quantities.size(bytes.path("snapshot").asLong()),
                    agent.path("updatedAt").asText());
        }
        return table;
    }

    /** The generations that an agent can be reverted to. */
    static String retained(JsonNode agent) {
        String generations = StreamSupport.stream(
                        agent.path("retainedGenerations").spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining(", "));
        return generations.isEmpty() ? "none" : generations;
    }
}
