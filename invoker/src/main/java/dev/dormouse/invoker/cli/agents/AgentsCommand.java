package dev.dormouse.invoker.cli.agents;

import dev.dormouse.invoker.cli.command.CommandGroup;
import dev.dormouse.invoker.cli.command.Surroundings;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code dormouse agents}: agents, one by one. */
@Command(
        name = "agents",
        synopsisSubcommandLabel = "COMMAND",
        description = "Sends messages to agents, shows them and changes them. An agent is named by its function and its"
                + " key, and made by its first message.")
public final class AgentsCommand extends CommandGroup {
    private AgentsCommand() {
        super("Say what to do");
    }

    /** The command with its verbs, for {@code dormouse}. */
    public static CommandLine withVerbs(Surroundings surroundings) {
        return new CommandLine(new AgentsCommand())
                .addSubcommand(new AgentsSendCommand(surroundings))
                .addSubcommand(new AgentsListCommand(surroundings))
                .addSubcommand(new AgentsGetCommand(surroundings))
                .addSubcommand(new AgentsSuspendCommand(surroundings))
                .addSubcommand(new AgentsResumeCommand(surroundings))
                .addSubcommand(new AgentsForkCommand(surroundings))
                .addSubcommand(new AgentsRevertCommand(surroundings))
                .addSubcommand(new AgentsMoveCommand(surroundings))
                .addSubcommand(new AgentsDeleteCommand(surroundings));
    }
}
