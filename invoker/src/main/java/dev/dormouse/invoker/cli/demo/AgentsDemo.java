package dev.dormouse.invoker.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dormouse.invoker.cli.client.RuntimeClient;
import dev.dormouse.invoker.cli.command.CommandFailed;
import dev.dormouse.invoker.cli.command.Quantities;
import dev.dormouse.invoker.cli.command.Surroundings;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The steps of {@code dormouse demo agents}, each printed when it is done. Ends with a {@link CommandFailed} at the first
 * thing that is not as it should be. Used once, by one thread.
 */
final class AgentsDemo {
    private static final String FUNCTION = "memory";
    private static final String AGENT = FUNCTION + "/demo";
    private static final String MODULE = "/dev/dormouse/invoker/demo/memory.wasm";
    /** What all processes of a store share: without it, one cannot open what another sealed. */
    private static final String SEAL_KEY = "seal.key";

    private final Surroundings surroundings;
    private final Path directory;
    private final List<String> storeOptions;
    private int steps;
    private int messages;

    AgentsDemo(Surroundings surroundings, Path directory, List<String> storeOptions) {
        this.surroundings = surroundings;
        this.directory = directory;
        this.storeOptions = storeOptions;
    }

    void run() throws IOException {
        Path first = directory.resolve("first");
        Path second = directory.resolve("second");
        Files.createDirectories(second);
        inFirstProcess(first);
        Files.copy(first.resolve(SEAL_KEY), second.resolve(SEAL_KEY));
        inSecondProcess(second);
    }

    private void inFirstProcess(Path data) throws IOException {
        long from = surroundings.ticker().nanos();
        try (ChildRuntime runtime = ChildRuntime.start(surroundings.self(), data, storeOptions);
                RuntimeClient client = new RuntimeClient(runtime.url(), "")) {
            say("a runtime starts", from, "");
            deploy(client);
            message(client, "", "a message makes the agent, which writes 16 MiB");
            message(client, "", "a message, which changes 64 KiB");
            message(client, "", "another one");
            suspend(client);
            from = surroundings.ticker().nanos();
            runtime.kill();
            say("the runtime's process is killed (kill -9)", from, "");
        }
    }

    private void inSecondProcess(Path data) throws IOException {
        long from = surroundings.ticker().nanos();
        try (ChildRuntime runtime = ChildRuntime.start(surroundings.self(), data, storeOptions);
                RuntimeClient client = new RuntimeClient(runtime.url(), "")) {
            say("another runtime starts, with nothing but the store's secret", from, "");
            message(client, "check", "a message wakes the agent, which reads all it has");
            message(client, "", "a message, the agent being awake");
            suspend(client);
            message(client, "", "a message wakes it, the code being warm");
        }
    }

    private void deploy(RuntimeClient client) throws IOException {
        long from = surroundings.ticker().nanos();
        try (InputStream module = Objects.requireNonNull(AgentsDemo.class.getResourceAsStream(MODULE))) {
            RuntimeClient.json(client.call(
                    "PUT",
                    "/v1/functions/" + FUNCTION,
                    Map.of("Content-Type", "application/wasm"),
                    BodyPublishers.ofByteArray(module.readAllBytes())));
        }
        say("the agent's code is deployed", from, "");
    }

    private void message(RuntimeClient client, String body, String what) throws IOException {
        long from = surroundings.ticker().nanos();
        HttpResponse<InputStream> answer =
                client.call("POST", "/agents/" + AGENT, Map.of(), BodyPublishers.ofString(body));
        String said;
        try (InputStream in = answer.body()) {
            said = new String(in.readAllBytes(), UTF_8).strip();
        }
        messages++;
        String expected = "count=" + messages + (body.isEmpty() ? "" : " memory=intact");
        if (!said.equals(expected)) {
            throw new CommandFailed("The agent should have said '" + expected + "' and said '" + said + "'.");
        }
        say(
                what + ": " + said,
                from,
                answer.headers().firstValue("Server-Timing").orElse(""));
    }

    private void suspend(RuntimeClient client) {
        long from = surroundings.ticker().nanos();
        JsonNode view = RuntimeClient.json(
                client.call("POST", "/v1/agents/" + AGENT + "/suspend", Map.of(), BodyPublishers.noBody()));
        long bytes = view.at("/bytes/snapshot").asLong();
        say("the agent is suspended: a snapshot of " + Quantities.size(bytes), from, "");
    }

    private void say(String what, long fromNanos, String timing) {
        double millis = (surroundings.ticker().nanos() - fromNanos) / 1e6;
        steps++;
        surroundings.out().printf(Locale.ROOT, "%2d  %s%n", steps, new TimedStep(what, millis, timing).line());
        surroundings.out().flush();
    }
}
