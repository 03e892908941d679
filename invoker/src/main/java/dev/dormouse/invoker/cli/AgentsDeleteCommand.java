package dev.dormouse.invoker.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code dormouse agents delete}. */
@Command(name = "delete", description = "Takes an agent away, with all that is kept of it.")
final class AgentsDeleteCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final AgentChange change = new AgentChange();

    AgentsDeleteCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        change.make(
                surroundings, "DELETE", "", null, "Deleted " + change.agent().text() + ".");
        return ExitCode.DONE.number();
    }
}
