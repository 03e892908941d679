package dev.dormouse.invoker.cli.agents;

import dev.dormouse.invoker.cli.command.JsonText;
import dev.dormouse.invoker.cli.command.Surroundings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dormouse agents move}. */
@Command(
        name = "move",
        description =
                "Takes an agent to another revision of its function, with the state that its present revision hands"
                        + " over and the other one takes in. If that fails, nothing changes.")
final class AgentsMoveCommand extends AgentChange {
    @Parameters(
            index = "2",
            arity = "0..1",
            defaultValue = "live",
            paramLabel = "REVISION",
            description = "Number of the revision, or an alias; 'live' if left out.")
    private String revision = "";

    @Option(names = "--fresh", description = "Take no state along: it begins as a new agent does.")
    private boolean fresh;

    AgentsMoveCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        return make(
                "POST",
                "/move",
                JsonText.object().put("revision", revision).put("policy", fresh ? "fresh" : "migrate"),
                agent().text() + " is on {revision}, at generation {generation}.");
    }
}
