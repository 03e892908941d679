package dev.dormouse.invoker.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code dormouse demo}: shows at work what is hard to believe. */
@Command(
        name = "demo",
        synopsisSubcommandLabel = "COMMAND",
        description =
                "Shows something at work, with the time of each step. It starts runtimes of its own, with data in a"
                        + " temporary directory.")
final class DemoCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before run()
    private CommandSpec spec;

    static CommandLine withVerbs(Surroundings surroundings) {
        return new CommandLine(new DemoCommand()).addSubcommand(new DemoAgentsCommand(surroundings));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to show: 'dormouse demo agents'.");
    }
}
