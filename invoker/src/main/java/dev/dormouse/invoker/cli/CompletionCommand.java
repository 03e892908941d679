package dev.dormouse.invoker.cli;

import dev.dormouse.invoker.cli.command.ExitCode;
import dev.dormouse.invoker.cli.command.Surroundings;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code dormouse completion}: what a shell needs to complete commands and options. */
@Command(
        name = "completion",
        description = "Prints the completion script of a shell. For bash: source <(dormouse completion bash). For zsh:"
                + " source <(dormouse completion zsh).")
final class CompletionCommand implements Callable<Integer> {
    /** Shells that completion is there for; both read the same script. */
    enum Shell {
        bash,
        zsh
    }

    private final Surroundings surroundings;
    private final Supplier<CommandLine> allCommands;

    @Parameters(paramLabel = "SHELL", description = "One of: ${COMPLETION-CANDIDATES}.")
    @SuppressWarnings({"unused", "NullAway.Init"}) // checked by picocli; the script finds out by itself
    private Shell shell;

    CompletionCommand(Surroundings surroundings, Supplier<CommandLine> allCommands) {
        this.surroundings = surroundings;
        this.allCommands = allCommands;
    }

    @Override
    public Integer call() {
        surroundings.out().print(AutoComplete.bash("dormouse", allCommands.get()));
        return ExitCode.DONE.number();
    }
}
