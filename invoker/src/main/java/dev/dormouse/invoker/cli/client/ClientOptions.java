package dev.dormouse.invoker.cli.client;

import dev.dormouse.invoker.cli.command.OutputOptions;
import dev.dormouse.invoker.cli.command.Surroundings;
import dev.dormouse.invoker.cli.command.WebAddress;
import dev.dormouse.invoker.cli.command.WrongUse;
import dev.dormouse.snapshot.Excerpt;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which runtime a command talks to, and how it prints. */
public final class ClientOptions {
    private static final String DEFAULT_URL = "http://127.0.0.1:8080";

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Runtime to talk to. Default: $$DORMOUSE_URL, else " + DEFAULT_URL + ".")
    private @Nullable String url;

    @Option(
            names = "--api-key",
            paramLabel = "KEY",
            description = "API key. Better set DORMOUSE_API_KEY, which no list of processes shows.")
    private @Nullable String apiKey;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    /** Whether JSON was asked for. */
    public boolean json() {
        return output.json();
    }

    /** A client of the runtime that the options name. */
    public RuntimeClient connect(Surroundings surroundings) {
        String key = apiKey == null ? surroundings.variable("DORMOUSE_API_KEY").orElse("") : apiKey;
        return new RuntimeClient(address(surroundings), key);
    }

    private URI address(Surroundings surroundings) {
        String text = url == null ? surroundings.variable("DORMOUSE_URL").orElse(DEFAULT_URL) : url;
        return WebAddress.parse(text)
                .orElseThrow(() -> new WrongUse("The address of a runtime is a URL such as " + DEFAULT_URL
                        + "; this one is '" + Excerpt.of(text) + "'. Correct --url or DORMOUSE_URL."));
    }
}
