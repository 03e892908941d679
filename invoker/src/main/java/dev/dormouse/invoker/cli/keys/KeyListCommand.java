package dev.dormouse.invoker.cli.keys;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dormouse.invoker.access.ApiKey;
import dev.dormouse.invoker.cli.command.CommandFailed;
import dev.dormouse.invoker.cli.command.ExitCode;
import dev.dormouse.invoker.cli.command.JsonText;
import dev.dormouse.invoker.cli.command.Surroundings;
import dev.dormouse.invoker.cli.command.TextTable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code dormouse key list}. */
@Command(name = "list", description = "Lists the API keys, oldest first, without their secrets.")
final class KeyListCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final KeyOptions options = new KeyOptions();

    KeyListCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        List<ApiKey> keys;
        try {
            keys = options.open(surroundings).keys();
        } catch (UncheckedIOException failed) {
            throw new CommandFailed(failed);
        }
        if (options.json()) {
            List<JsonNode> items = new ArrayList<>();
            keys.forEach(key -> items.add(KeyText.json(key)));
            surroundings.out().println(JsonText.pretty(JsonText.array(items)));
        } else {
            var table = new TextTable("KEY", "SCOPES", "CREATED");
            keys.forEach(key ->
                    table.row(key.id(), KeyText.scopes(key), key.createdAt().toString()));
            table.printTo(surroundings.out());
        }
        return ExitCode.DONE.number();
    }
}
