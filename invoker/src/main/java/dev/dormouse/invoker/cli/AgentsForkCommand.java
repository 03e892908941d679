package dev.dormouse.invoker.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code dormouse agents fork}. */
@Command(
        name = "fork",
        description = "Makes a new agent that begins with the state of this one. Both go their own ways from there.")
final class AgentsForkCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final AgentChange change = new AgentChange();

    @Parameters(index = "2", paramLabel = "NEW_KEY", description = "The new agent's key.")
    private String newKey = "";

    AgentsForkCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        change.make(
                surroundings,
                "POST",
                "/fork",
                JsonText.object().put("newKey", newKey),
                "Forked " + change.agent().text() + " to " + newKey + ".");
        return ExitCode.DONE.number();
    }
}
