package dev.dormouse.invoker.cli.functions;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dormouse.invoker.cli.client.ClientOptions;
import dev.dormouse.invoker.cli.client.RuntimeClient;
import dev.dormouse.invoker.cli.command.CommandFailed;
import dev.dormouse.invoker.cli.command.ExitCode;
import dev.dormouse.invoker.cli.command.JsonText;
import dev.dormouse.invoker.cli.command.Surroundings;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dormouse rollback}. */
@Command(
        name = "rollback",
        description = "Points the alias live of a function back at the revision before the one it points at.")
public final class RollbackCommand implements Callable<Integer> {
    private static final String LIVE = "live";

    private final Surroundings surroundings;

    @Mixin
    private final ClientOptions options = new ClientOptions();

    @Parameters(paramLabel = "NAME", description = "The function.")
    private String name = "";

    @Option(names = "--to", paramLabel = "REVISION", description = "The number of the revision to go to instead.")
    private @Nullable Integer to;

    /** @param surroundings what the command sees and says */
    public RollbackCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        try (var runtime = options.connect(surroundings)) {
            JsonNode alias = runtime.get(FunctionPath.ofAlias(name, LIVE));
            int target = to == null ? before(runtime, lowest(alias)) : to;
            var spec = JsonText.object();
            spec.putArray("targets").addObject().put("revision", target);
            // Only if nobody moved the alias in the meantime: a rollback on top of another goes too far.
            JsonNode changed = RuntimeClient.json(runtime.call(
                    "PUT",
                    FunctionPath.ofAlias(name, LIVE),
                    Map.of(
                            "Content-Type",
                            RuntimeClient.JSON,
                            "If-Match",
                            "\"" + alias.path("version").asText() + "\""),
                    BodyPublishers.ofString(spec.toString())));
            surroundings
                    .out()
                    .println(options.json() ? JsonText.pretty(changed) : name + " is back at revision " + target + ".");
        }
        return ExitCode.DONE.number();
    }

    private static int lowest(JsonNode alias) {
        return StreamSupport.stream(alias.path("targets").spliterator(), false)
                .mapToInt(target -> target.path("revision").asInt())
                .min()
                .orElse(0);
    }

    private int before(RuntimeClient runtime, int revision) {
        OptionalInt before = runtime.list(FunctionPath.of(name) + "/revisions").stream()
                .mapToInt(each -> each.path("number").asInt())
                .filter(number -> number < revision)
                .max();
        return before.orElseThrow(() -> new CommandFailed("There is no revision of '" + name + "' before " + revision
                + ". 'dormouse revisions " + name + "' lists those that there are; --to names one."));
    }
}
