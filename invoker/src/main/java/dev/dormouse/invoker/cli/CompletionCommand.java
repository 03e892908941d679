package dev.dormouse.invoker.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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

    @Parameters(paramLabel = "SHELL", description = "One of: ${COMPLETION-CANDIDATES}.")
    @SuppressWarnings({"unused", "NullAway.Init"}) // checked by picocli; the script finds out by itself
    private Shell shell;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call()
    private CommandSpec spec;

    CompletionCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        surroundings.out().print(AutoComplete.bash("dormouse", spec.root().commandLine()));
        return ExitCode.DONE.number();
    }
}
