package dev.dormouse.invoker.cli.functions;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dormouse.invoker.cli.client.ClientOptions;
import dev.dormouse.invoker.cli.command.ExitCode;
import dev.dormouse.invoker.cli.command.JsonText;
import dev.dormouse.invoker.cli.command.Quantities;
import dev.dormouse.invoker.cli.command.Surroundings;
import dev.dormouse.invoker.cli.command.TextTable;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code dormouse revisions}. */
@Command(name = "revisions", description = "Lists the revisions of a function, newest first.")
public final class RevisionsCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final ClientOptions options = new ClientOptions();

    @Parameters(paramLabel = "NAME", description = "The function.")
    private String name = "";

    /** @param surroundings what the command sees and says */
    public RevisionsCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        try (var runtime = options.connect(surroundings)) {
            String path = FunctionPath.of(name);
            List<JsonNode> revisions = runtime.list(path + "/revisions");
            if (options.json()) {
                surroundings.out().println(JsonText.pretty(JsonText.array(revisions)));
            } else {
                table(revisions, runtime.get(path).path("aliases")).printTo(surroundings.out());
            }
        }
        return ExitCode.DONE.number();
    }

    private static TextTable table(List<JsonNode> revisions, JsonNode aliases) {
        var table = new TextTable("REVISION", "STYLE", "SIZE", "MEMORY", "TIMEOUT", "FUEL", "ALIASES", "CREATED");
        for (JsonNode revision : revisions) {
            table.row(
                    revision.path("revision").asText(),
                    revision.path("style").asText(),
                    Quantities.size(revision.path("moduleBytes").asLong()),
                    Quantities.size(revision.path("memoryMaxBytes").asLong()),
                    Quantities.took(revision.path("timeoutMillis").asDouble()),
                    revision.path("fuel").asText(),
                    aliasesOf(revision.path("number").asInt(), aliases),
                    revision.path("createdAt").asText());
        }
        return table;
    }

    private static String aliasesOf(int number, JsonNode aliases) {
        String names = StreamSupport.stream(aliases.spliterator(), false)
                .filter(alias -> StreamSupport.stream(alias.path("targets").spliterator(), false)
                        .anyMatch(target -> target.path("revision").asInt() == number))
                .map(alias -> alias.path("name").asText())
                .collect(Collectors.joining(","));
        return names.isEmpty() ? "-" : names;
    }
}
