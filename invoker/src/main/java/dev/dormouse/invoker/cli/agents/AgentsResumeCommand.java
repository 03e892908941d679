package dev.dormouse.invoker.cli.agents;

import dev.dormouse.invoker.cli.command.Surroundings;
import picocli.CommandLine.Command;

/** {@code dormouse agents resume}. */
@Command(name = "resume", description = "Brings an agent into memory before its next message.")
final class AgentsResumeCommand extends AgentChange {
    AgentsResumeCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        return make("POST", "/resume", null, agent().text() + " is in memory at generation {generation}.");
    }
}
