package dev.dormouse.invoker.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code dormouse key}: API keys of a runtime on this machine. */
@Command(
        name = "key",
        synopsisSubcommandLabel = "COMMAND",
        description = "Makes and revokes API keys. It works on the data directory, so it needs no running runtime; a"
                + " running one takes notice within seconds. Without keys a runtime listens on loopback only; once there"
                + " is a key, every request needs one.")
final class KeyCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before run()
    private CommandSpec spec;

    static CommandLine withVerbs(Surroundings surroundings) {
        return new CommandLine(new KeyCommand())
                .addSubcommand(new KeyCreateCommand(surroundings))
                .addSubcommand(new KeyListCommand(surroundings))
                .addSubcommand(new KeyRevokeCommand(surroundings));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: 'dormouse key create', 'list' or 'revoke'.");
    }
}
