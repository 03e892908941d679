package dev.dormouse.invoker.cli.functions;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dormouse.invoker.cli.client.ClientOptions;
import dev.dormouse.invoker.cli.client.RuntimeClient;
import dev.dormouse.invoker.cli.command.ExitCode;
import dev.dormouse.invoker.cli.command.Surroundings;
import dev.dormouse.invoker.cli.command.WrongUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dormouse logs}. */
@Command(
        name = "logs",
        description =
                "Shows what a function's guests logged lately.%nThe runtime keeps the newest lines of each function"
                        + " in memory; all of them are in its own log as well.")
public final class LogsCommand implements Callable<Integer> {
    private static final int PAGE = 500;
    private static final int WAIT_MILLIS = 20_000;

    private final Surroundings surroundings;

    @Mixin
    private final ClientOptions options = new ClientOptions();

    @Parameters(paramLabel = "NAME", description = "The function.")
    private String name = "";

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "COUNT",
            defaultValue = "100",
            description = "Newest lines at most. Default: ${DEFAULT-VALUE}.")
    private int lines;

    @Option(
            names = {"-f", "--follow"},
            description = "Goes on with the lines to come, until it is stopped.")
    private boolean follow;

    /** @param surroundings what the command sees and says */
    public LogsCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (lines < 0) {
            throw new WrongUse("--lines is 0 or more; this is " + lines + ".");
        }
        try (var runtime = options.connect(surroundings)) {
            String path = FunctionPath.of(name) + "/logs?limit=" + PAGE + "&after=";
            String after = showKept(runtime, path);
            while (follow) {
                JsonNode page = runtime.get(path + after + "&waitMillis=" + WAIT_MILLIS);
                page.path("items").forEach(this::show);
                after = page.path("next").asText();
            }
        }
        return ExitCode.DONE.number();
    }

    /** Shows the newest of the lines that are there; says where they end. */
    private String showKept(RuntimeClient runtime, String path) {
        List<JsonNode> kept = new ArrayList<>();
        String after = "0";
        JsonNode page;
        do {
            page = runtime.get(path + after);
            page.path("items").forEach(kept::add);
            after = page.path("next").asText();
        } while (page.path("items").size() == PAGE);
        kept.subList(Math.max(0, kept.size() - lines), kept.size()).forEach(this::show);
        return after;
    }

    private void show(JsonNode line) {
        var out = surroundings.out();
        if (options.json()) {
            out.println(line);
        } else {
            out.println(
                    line.path("at").asText() + " " + line.path("level").asText().toUpperCase(Locale.ROOT) + " "
                            + line.path("revision").asText() + " "
                            + line.path("invocation").asText() + " "
                            + line.path("line").asText());
        }
        out.flush();
    }
}
