package dev.dormouse.invoker.cli;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code dormouse delete}. */
@Command(name = "delete", description = "Takes a function away, with all its revisions and aliases.")
final class DeleteCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final ClientOptions options = new ClientOptions();

    @Parameters(paramLabel = "NAME", description = "The function.")
    private String name = "";

    DeleteCommand(Surroundings surroundings) {
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
