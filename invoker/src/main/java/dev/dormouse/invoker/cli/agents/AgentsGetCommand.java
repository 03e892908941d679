package dev.dormouse.invoker.cli.agents;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dormouse.invoker.cli.client.ClientOptions;
import dev.dormouse.invoker.cli.command.ExitCode;
import dev.dormouse.invoker.cli.command.JsonText;
import dev.dormouse.invoker.cli.command.Surroundings;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code dormouse agents get}. */
@Command(name = "get", description = "Shows an agent, and the generations that it can be reverted to.")
final class AgentsGetCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final ClientOptions options = new ClientOptions();

    @Mixin
    private final AgentName agent = new AgentName();

    AgentsGetCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        try (var runtime = options.connect(surroundings)) {
            JsonNode shown = runtime.get(agent.controlPath());
            if (options.json()) {
                surroundings.out().println(JsonText.pretty(shown));
            } else {
                AgentText.table(List.of(shown)).printTo(surroundings.out());
                surroundings.out().println("Can be reverted to generation: " + AgentText.retained(shown));
            }
        }
        return ExitCode.DONE.number();
    }
}
