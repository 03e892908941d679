package dev.dormouse.invoker.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code dormouse agents revert}. */
@Command(
        name = "revert",
        description = "Gives an agent the state that it had at an earlier generation, as a new generation.")
final class AgentsRevertCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final AgentChange change = new AgentChange();

    @Parameters(index = "2", paramLabel = "GENERATION", description = "One of those that 'dormouse agents get' lists.")
    private long generation;

    AgentsRevertCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        change.make(
                surroundings,
                "POST",
                "/revert",
                JsonText.object().put("generation", generation),
                change.agent().text() + " is as it was at generation " + generation + ", at generation {generation}.");
        return ExitCode.DONE.number();
    }
}
