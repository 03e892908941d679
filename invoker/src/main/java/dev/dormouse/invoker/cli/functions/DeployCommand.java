package dev.dormouse.invoker.cli.functions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dormouse.invoker.cli.client.ClientOptions;
import dev.dormouse.invoker.cli.client.RuntimeClient;
import dev.dormouse.invoker.cli.command.ExitCode;
import dev.dormouse.invoker.cli.command.JsonText;
import dev.dormouse.invoker.cli.command.Quantities;
import dev.dormouse.invoker.cli.command.Surroundings;
import dev.dormouse.invoker.cli.command.WrongUse;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dormouse deploy}. */
@Command(
        name = "deploy",
        description = "Makes a Wasm module or a JavaScript file the newest revision of a function, and the one that"
                + " answers. The same file with the same options again changes nothing.")
public final class DeployCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final ClientOptions options = new ClientOptions();

    @Parameters(index = "0", paramLabel = "NAME", description = "The function; created if there is none.")
    private String name = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "A Wasm module, or a script that ends in .js or .mjs.")
    private String file = "";

    @Option(
            names = "--style",
            paramLabel = "STYLE",
            description = "extism, wasi or js. Default: found from the module's imports.")
    private @Nullable String style;

    @Option(
            names = "--entry",
            paramLabel = "EXPORT",
            description = "The export that is called. Default: handle, or the only one that can be meant.")
    private @Nullable String entry;

    @Option(names = "--memory", paramLabel = "SIZE", description = "Linear memory of one instance, for example 64MiB.")
    private @Nullable String memory;

    @Option(names = "--timeout", paramLabel = "TIME", description = "Deadline of one invocation, for example 5s.")
    private @Nullable String timeout;

    @Option(names = "--fuel", paramLabel = "TICKS", description = "Fuel of one invocation.")
    private @Nullable String fuel;

    @Option(names = "--concurrency", paramLabel = "N", description = "Invocations at a time.")
    private @Nullable String concurrency;

    @Option(names = "--env", paramLabel = "KEY=VALUE", description = "Environment of the guest; may be repeated.")
    private Map<String, String> env = new LinkedHashMap<>();

    @Option(
            names = "--config",
            paramLabel = "KEY=VALUE",
            description = "Configuration that the guest can ask for; may be repeated.")
    private Map<String, String> config = new LinkedHashMap<>();

    @Option(
            names = "--durability",
            paramLabel = "WHEN",
            description =
                    "When messages to its agents are answered: before-reply, when their change is durable (default);"
                            + " after-reply, before that.")
    private @Nullable String durability;

    @Mixin
    private final SampleOptions sample = new SampleOptions();

    @Option(
            names = "--agents",
            paramLabel = "POLICY",
            description =
                    "What becomes of agents on other revisions while this one is live: stay (default); migrate, with what"
                            + " their revision hands over; fresh, without their state.")
    private @Nullable String agents;

    @Option(
            names = "--no-live",
            description = "Leaves the alias live where it is: the new revision answers as NAME@REVISION only.")
    private boolean notLive;

    /** @param surroundings what the command sees and says */
    public DeployCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        var source = DeploySource.of(surroundings.resolve(file));
        var chosen = chosen();
        try (var runtime = options.connect(surroundings)) {
            JsonNode revision = deploy(runtime, source, chosen);
            if (options.json()) {
                surroundings.out().println(JsonText.pretty(revision));
            } else {
                print(revision, runtime);
            }
        }
        return ExitCode.DONE.number();
    }

    private DeployOptions chosen() {
        return new DeployOptions()
                .text("style", style)
                .text("entry", entry)
                .number("memoryMaxBytes", number("--memory", memory, Quantities::bytes))
                .number(
                        "timeoutMillis",
                        number(
                                "--timeout",
                                timeout,
                                text -> Quantities.time(text).toMillis()))
                .number("fuel", number("--fuel", fuel, Quantities::count))
                .number("concurrency", number("--concurrency", concurrency, Quantities::count))
                .text("durability", durability)
                .text("agents", agents)
                .variables("env", env)
                .variables("config", config)
                .live(!notLive);
    }

    /** A sample goes with a spec, which has room for it, and the module before that. */
    private JsonNode deploy(RuntimeClient runtime, DeploySource source, DeployOptions chosen) {
        var deploy = new WatchedDeploy(runtime, surroundings);
        Optional<ObjectNode> request = sample.request(surroundings);
        if (request.isEmpty()) {
            return deploy.run(FunctionPath.of(name) + chosen.query(), source.mediaType(), source.body());
        }
        String digest = source.digest();
        JsonNode ignored = runtime.put("/v1/modules/" + digest, source.mediaType(), source.body());
        String spec = chosen.spec(digest, request.get()).toString();
        return deploy.run(FunctionPath.of(name), RuntimeClient.JSON, BodyPublishers.ofString(spec));
    }

    private static @Nullable Long number(String option, @Nullable String text, ToLongFunction<String> parse) {
        if (text == null) {
            return null;
        }
        try {
            return parse.applyAsLong(text);
        } catch (IllegalArgumentException refused) {
            throw new WrongUse(option + " is " + refused.getMessage() + ".");
        }
    }

    private void print(JsonNode revision, RuntimeClient runtime) {
        var out = surroundings.out();
        String id = revision.path("revision").asText();
        if (!revision.path("created").asBoolean()) {
            out.println("Nothing changed: the newest revision, " + id + ", is just this one.");
            return;
        }
        out.println("Deployed " + id + " (" + revision.path("style").asText() + ", "
                + Quantities.size(revision.path("moduleBytes").asLong()) + ")");
        double total = 0;
        for (JsonNode step : revision.path("steps")) {
            double millis = step.path("millis").asDouble();
            total += millis;
            printStep(step.path("name").asText(), millis);
        }
        printStep("total", total);
        revision.path("warnings").forEach(warning -> surroundings.err().println("Note: " + warning.asText()));
        out.println("It answers at " + runtime.address("/fn/" + (notLive ? id : name)));
    }

    private void printStep(String step, double millis) {
        surroundings.out().printf(Locale.ROOT, "  %-12s %10s%n", step, Quantities.took(millis));
    }
}
