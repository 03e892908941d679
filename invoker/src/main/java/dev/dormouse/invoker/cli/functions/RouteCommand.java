package dev.dormouse.invoker.cli.functions;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dormouse.invoker.cli.client.ClientOptions;
import dev.dormouse.invoker.cli.client.RuntimeClient;
import dev.dormouse.invoker.cli.command.ExitCode;
import dev.dormouse.invoker.cli.command.JsonText;
import dev.dormouse.invoker.cli.command.Surroundings;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code dormouse route}. */
@Command(
        name = "route",
        description = "Points aliases of a function at revisions, for example 'route hello live=3:90,2:10 next=4'."
                + " Invocations of /fn/hello follow the alias live; /fn/hello@next follows next.")
public final class RouteCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final ClientOptions options = new ClientOptions();

    @Parameters(index = "0", paramLabel = "NAME", description = "The function.")
    private String name = "";

    @Parameters(
            index = "1",
            arity = "1..*",
            paramLabel = "ALIAS=REVISION[:WEIGHT][,...]",
            description = "The alias and the revisions that it is to point at; weights are relative, 1 if left out.")
    private List<String> routes = new ArrayList<>();

    /** @param surroundings what the command sees and says */
    public RouteCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Map<String, JsonNode> specs = AliasText.parse(routes);
        List<JsonNode> aliases = new ArrayList<>();
        try (var runtime = options.connect(surroundings)) {
            specs.forEach((alias, spec) -> aliases.add(RuntimeClient.json(runtime.call(
                    "PUT",
                    FunctionPath.ofAlias(name, alias),
                    Map.of("Content-Type", RuntimeClient.JSON),
                    BodyPublishers.ofString(spec.toString())))));
        }
        if (options.json()) {
            surroundings.out().println(JsonText.pretty(JsonText.array(aliases)));
        } else {
            surroundings.out().println(name + ": " + AliasText.of(JsonText.array(aliases)));
        }
        return ExitCode.DONE.number();
    }
}
