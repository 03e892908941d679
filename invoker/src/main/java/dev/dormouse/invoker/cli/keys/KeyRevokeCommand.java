package dev.dormouse.invoker.cli.keys;

import dev.dormouse.invoker.cli.command.CommandFailed;
import dev.dormouse.invoker.cli.command.ExitCode;
import dev.dormouse.invoker.cli.command.JsonText;
import dev.dormouse.invoker.cli.command.Surroundings;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code dormouse key revoke}. */
@Command(name = "revoke", description = "Takes an API key away.")
final class KeyRevokeCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final KeyOptions options = new KeyOptions();

    @Parameters(paramLabel = "KEY", description = "Its id, as 'dormouse key list' shows it.")
    private String id = "";

    KeyRevokeCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        boolean removed;
        try {
            removed = options.open(surroundings).remove(id);
        } catch (UncheckedIOException failed) {
            throw new CommandFailed(failed);
        }
        if (!removed) {
            throw new CommandFailed(
                    "There is no API key '" + id + "'. 'dormouse key list' shows those that there are.");
        }
        surroundings
                .out()
                .println(
                        options.json() ? JsonText.pretty(JsonText.object().put("revoked", id)) : "Revoked " + id + ".");
        return ExitCode.DONE.number();
    }
}
