package dev.dormouse.invoker.cli.keys;

import dev.dormouse.invoker.cli.command.CommandGroup;
import dev.dormouse.invoker.cli.command.Surroundings;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code dormouse key}: API keys of a runtime on this machine. */
@Command(
        name = "key",
        synopsisSubcommandLabel = "COMMAND",
        description = "Makes and revokes API keys. It works on the data directory, so it needs no running runtime; a"
                + " running one takes notice within seconds. Without keys a runtime listens on loopback only; once there"
                + " is a key, every request needs one.")
public final class KeyCommand extends CommandGroup {
    private KeyCommand() {
        super("Say what to do");
    }

    /** The command with its verbs, for {@code dormouse}. */
    public static CommandLine withVerbs(Surroundings surroundings) {
        return new CommandLine(new KeyCommand())
                .addSubcommand(new KeyCreateCommand(surroundings))
                .addSubcommand(new KeyListCommand(surroundings))
                .addSubcommand(new KeyRevokeCommand(surroundings));
    }
}
