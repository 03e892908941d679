package dev.dormouse.invoker.cli.agents;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dormouse.invoker.cli.client.ClientOptions;
import dev.dormouse.invoker.cli.command.ExitCode;
import dev.dormouse.invoker.cli.command.JsonText;
import dev.dormouse.invoker.cli.command.Surroundings;
import dev.dormouse.invoker.cli.command.UrlText;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code dormouse agents list}. */
@Command(name = "list", description = "Lists the agents of a function in the order of their keys.")
final class AgentsListCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final ClientOptions options = new ClientOptions();

    @Parameters(paramLabel = "FUNCTION", description = "The function.")
    private String function = "";

    AgentsListCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        try (var runtime = options.connect(surroundings)) {
            List<JsonNode> agents = runtime.list("/v1/agents?function=" + UrlText.encode(function));
            if (options.json()) {
                surroundings.out().println(JsonText.pretty(JsonText.array(agents)));
            } else {
                AgentText.table(agents).printTo(surroundings.out());
            }
        }
        return ExitCode.DONE.number();
    }
}
