package dev.dormouse.invoker.cli.functions;

import dev.dormouse.invoker.cli.client.RequestOptions;
import dev.dormouse.invoker.cli.command.Surroundings;
import dev.dormouse.invoker.cli.command.UrlText;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code dormouse invoke}. */
@Command(
        name = "invoke",
        description = "Sends one request to a function and prints its answer. Exit code 0 if the status is 2xx or 3xx.")
public final class InvokeCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final RequestOptions request = new RequestOptions();

    @Parameters(
            index = "0",
            paramLabel = "NAME",
            description = "The function, or one revision or alias of it: hello, hello@3, hello@next.")
    private String name = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "PATH",
            description = "What follows the function's name in the URL, with a query if wanted: /a/b?c=d.")
    private String path = "";

    /** @param surroundings what the command sees and says */
    public InvokeCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        return request.send(surroundings, "/fn/" + UrlText.encode(name).replace("%40", "@"), path, Map.of());
    }
}
