package dev.dormouse.invoker.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code dormouse agents resume}. */
@Command(name = "resume", description = "Brings an agent into memory before its next message.")
final class AgentsResumeCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final AgentChange change = new AgentChange();

    AgentsResumeCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        change.make(
                surroundings,
                "POST",
                "/resume",
                null,
                change.agent().text() + " is in memory at generation {generation}.");
        return ExitCode.DONE.number();
    }
}
