package dev.dormouse.invoker.cli.agents;

import dev.dormouse.invoker.cli.command.Surroundings;
import picocli.CommandLine.Command;

/** {@code dormouse agents suspend}. */
@Command(
        name = "suspend",
        description = "Writes a snapshot of an agent and drops it from memory; its next message resumes it.")
final class AgentsSuspendCommand extends AgentChange {
    AgentsSuspendCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        return make("POST", "/suspend", null, agent().text() + " is suspended at generation {generation}.");
    }
}
