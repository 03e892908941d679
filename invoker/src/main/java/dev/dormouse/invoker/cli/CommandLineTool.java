package dev.dormouse.invoker.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.dormouse.invoker.RuntimeLauncher;
import dev.dormouse.invoker.StartRefused;
import dev.dormouse.invoker.cli.command.CommandFailed;
import dev.dormouse.invoker.cli.command.ExitCode;
import dev.dormouse.invoker.cli.command.StopSignal;
import dev.dormouse.invoker.cli.command.Surroundings;
import dev.dormouse.invoker.cli.command.WrongUse;
import dev.dormouse.invoker.cli.settings.EffectiveSettings;
import dev.dormouse.invoker.cli.settings.PlainFlags;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code dormouse}: takes arguments, does what they say, answers with an exit code. */
public final class CommandLineTool {
    private static final int HELP_WIDTH = 100;

    private final RuntimeLauncher launcher;
    private final StopSignal stop;
    private final Surroundings surroundings;

    /**
     * A command line.
     *
     * @param launcher starts the runtime for {@code up}
     * @param stop tells {@code up} when to stop
     * @param surroundings where input comes from and output goes
     */
    public CommandLineTool(RuntimeLauncher launcher, StopSignal stop, Surroundings surroundings) {
        this.launcher = launcher;
        this.stop = stop;
        this.surroundings = surroundings;
    }

    /**
     * Does what {@code arguments} say.
     *
     * @return 0 done, 1 failed, 2 wrong use, 3 refused to start
     */
    public int run(String... arguments) {
        try {
            return arguments.length > 0 && arguments[0].equals("up") ? up(arguments) : byPicocli(arguments);
        } finally {
            surroundings.out().flush();
            surroundings.err().flush();
        }
    }

    /** Starts a runtime; with plain flags at once, since a start is what people wait for. */
    private int up(String... arguments) {
        try {
            Optional<EffectiveSettings> settings =
                    PlainFlags.effective(List.of(arguments).subList(1, arguments.length), surroundings);
            return settings.isPresent()
                    ? new UpCommand(launcher, stop, surroundings).run(settings.get())
                    : byPicocli(arguments);
        } catch (Exception e) {
            return failed(e);
        }
    }

    private int byPicocli(String... arguments) {
        return configured(new Verbs(launcher, stop, surroundings).wantedBy(arguments))
                .execute(arguments);
    }

    private CommandLine configured(CommandLine commands) {
        return commands.setOut(new PrintWriter(surroundings.out(), true, UTF_8))
                .setErr(new PrintWriter(surroundings.err(), true, UTF_8))
                // '-d @file' is ours, not a file of further arguments.
                .setExpandAtFiles(false)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setUsageHelpWidth(HELP_WIDTH)
                .setUsageHelpLongOptionsMaxWidth(34)
                .setParameterExceptionHandler(this::wrongUse)
                .setExecutionExceptionHandler((thrown, command, parsed) -> failed(thrown));
    }

    private int wrongUse(ParameterException wrong, String... arguments) {
        String command = wrong.getCommandLine().getCommandSpec().qualifiedName();
        surroundings.err().println(sentence(wrong));
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            List<String> suggestions = unmatched.getSuggestions();
            if (!suggestions.isEmpty()) {
                surroundings.err().println("Did you mean: " + String.join(", ", suggestions) + "?");
            }
        }
        surroundings.err().println("'" + command + " --help' shows what there is.");
        return ExitCode.WRONG_USE.number();
    }

    private static String sentence(ParameterException wrong) {
        String message = Objects.requireNonNullElse(wrong.getMessage(), "This command line cannot be meant");
        return message.endsWith(".") ? message : message + ".";
    }

    private int failed(Exception thrown) {
        return switch (thrown) {
            case WrongUse wrong -> say(wrong, ExitCode.WRONG_USE);
            case CommandFailed failed -> say(failed, ExitCode.FAILED);
            case StartRefused refused -> say(refused, ExitCode.REFUSED_TO_START);
            default -> defect(thrown);
        };
    }

    private int say(Exception thrown, ExitCode code) {
        surroundings.err().println(thrown.getMessage());
        return code.number();
    }

    private int defect(Exception thrown) {
        surroundings.err().println("This is a defect of Dormouse; please report it with the lines below.");
        thrown.printStackTrace(surroundings.err());
        return ExitCode.FAILED.number();
    }
}
