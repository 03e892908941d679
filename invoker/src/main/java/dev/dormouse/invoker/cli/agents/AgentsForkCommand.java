package dev.dormouse.invoker.cli.agents;

import dev.dormouse.invoker.cli.command.JsonText;
import dev.dormouse.invoker.cli.command.Surroundings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code dormouse agents fork}. */
@Command(
        name = "fork",
        description = "Makes a new agent that begins with the state of this one. Both go their own ways from there.")
final class AgentsForkCommand extends AgentChange {
    @Parameters(index = "2", paramLabel = "NEW_KEY", description = "The new agent's key.")
    private String newKey = "";

    AgentsForkCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        return make(
                "POST",
                "/fork",
                JsonText.object().put("newKey", newKey),
                "Forked " + agent().text() + " to " + newKey + ".");
    }
}
