package dev.dormouse.invoker.cli.agents;

import dev.dormouse.invoker.cli.command.JsonText;
import dev.dormouse.invoker.cli.command.Surroundings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code dormouse agents revert}. */
@Command(
        name = "revert",
        description = "Gives an agent the state that it had at an earlier generation, as a new generation.")
final class AgentsRevertCommand extends AgentChange {
    @Parameters(index = "2", paramLabel = "GENERATION", description = "One of those that 'dormouse agents get' lists.")
    private long generation;

    AgentsRevertCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        return make(
                "POST",
                "/revert",
                JsonText.object().put("generation", generation),
                agent().text() + " is as it was at generation " + generation + ", at generation {generation}.");
    }
}
