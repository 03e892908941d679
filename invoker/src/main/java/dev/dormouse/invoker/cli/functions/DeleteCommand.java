package dev.dormouse.invoker.cli.functions;

import dev.dormouse.invoker.cli.client.ClientOptions;
import dev.dormouse.invoker.cli.client.RuntimeClient;
import dev.dormouse.invoker.cli.command.ExitCode;
import dev.dormouse.invoker.cli.command.JsonText;
import dev.dormouse.invoker.cli.command.Surroundings;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code dormouse delete}. */
@Command(name = "delete", description = "Takes a function away, with all its revisions and aliases.")
public final class DeleteCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final ClientOptions options = new ClientOptions();

    @Parameters(paramLabel = "NAME", description = "The function.")
    private String name = "";

    /** @param surroundings what the command sees and says */
    public DeleteCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        try (var runtime = options.connect(surroundings)) {
            RuntimeClient.json(runtime.call("DELETE", FunctionPath.of(name), Map.of(), BodyPublishers.noBody()));
        }
        surroundings
                .out()
                .println(
                        options.json()
                                ? JsonText.pretty(JsonText.object().put("deleted", name))
                                : "Deleted " + name + ".");
        return ExitCode.DONE.number();
    }
}
