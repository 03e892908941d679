package dev.dormouse.invoker.cli.demo;

import dev.dormouse.invoker.cli.command.CommandGroup;
import dev.dormouse.invoker.cli.command.Surroundings;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code dormouse demo}: shows at work what is hard to believe. */
@Command(
        name = "demo",
        synopsisSubcommandLabel = "COMMAND",
        description =
                "Shows something at work, with the time of each step. It starts runtimes of its own, with data in a"
                        + " temporary directory.")
public final class DemoCommand extends CommandGroup {
    private DemoCommand() {
        super("Say what to show");
    }

    /** The command with its verbs, for {@code dormouse}. */
    public static CommandLine withVerbs(Surroundings surroundings) {
        return new CommandLine(new DemoCommand()).addSubcommand(new DemoAgentsCommand(surroundings));
    }
}
