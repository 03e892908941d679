package dev.dormouse.invoker.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code dormouse agents suspend}. */
@Command(
        name = "suspend",
        description = "Writes a snapshot of an agent and drops it from memory; its next message resumes it.")
final class AgentsSuspendCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final AgentChange change = new AgentChange();

    AgentsSuspendCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        change.make(
                surroundings,
                "POST",
                "/suspend",
                null,
                change.agent().text() + " is suspended at generation {generation}.");
        return ExitCode.DONE.number();
    }
}
