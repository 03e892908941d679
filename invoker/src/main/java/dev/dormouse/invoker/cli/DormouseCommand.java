package dev.dormouse.invoker.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code dormouse} itself: names the verbs. */
@Command(
        name = "dormouse",
        synopsisSubcommandLabel = "COMMAND",
        description =
                "Runs Wasm functions, each request in an instance of its own, and agents, which keep their memory.",
        footer = {
            "",
            "'dormouse up' starts a runtime; the other commands talk to a running one.",
            "'dormouse COMMAND --help' explains a command. Exit codes: 0 done, 1 failed, 2 wrong use,"
                    + " 3 refused to start."
        })
final class DormouseCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before run()
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Explains the command.")
    @SuppressWarnings("unused") // picocli acts on it
    private boolean help;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: 'dormouse COMMAND'.");
    }
}
