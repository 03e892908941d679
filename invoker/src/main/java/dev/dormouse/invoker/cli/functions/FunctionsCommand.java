package dev.dormouse.invoker.cli.functions;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dormouse.invoker.cli.client.ClientOptions;
import dev.dormouse.invoker.cli.command.ExitCode;
import dev.dormouse.invoker.cli.command.JsonText;
import dev.dormouse.invoker.cli.command.Surroundings;
import dev.dormouse.invoker.cli.command.TextTable;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code dormouse functions}. */
@Command(name = "functions", description = "Lists the functions that are deployed.")
public final class FunctionsCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final ClientOptions options = new ClientOptions();

    /** @param surroundings what the command sees and says */
    public FunctionsCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        try (var runtime = options.connect(surroundings)) {
            List<JsonNode> functions = runtime.list("/v1/functions");
            if (options.json()) {
                surroundings.out().println(JsonText.pretty(JsonText.array(functions)));
            } else {
                table(functions).printTo(surroundings.out());
            }
        }
        return ExitCode.DONE.number();
    }

    private static TextTable table(List<JsonNode> functions) {
        var table = new TextTable("FUNCTION", "NEWEST", "ALIASES", "UPDATED");
        for (JsonNode function : functions) {
            table.row(
                    function.path("name").asText(),
                    function.path("latestRevision").asText(),
                    AliasText.of(function.path("aliases")),
                    function.path("updatedAt").asText());
        }
        return table;
    }
}
