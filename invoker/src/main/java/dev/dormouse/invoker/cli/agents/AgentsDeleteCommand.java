package dev.dormouse.invoker.cli.agents;

import dev.dormouse.invoker.cli.command.Surroundings;
import picocli.CommandLine.Command;

/** {@code dormouse agents delete}. */
@Command(name = "delete", description = "Takes an agent away, with all that is kept of it.")
final class AgentsDeleteCommand extends AgentChange {
    AgentsDeleteCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        return make("DELETE", "", null, "Deleted " + agent().text() + ".");
    }
}
