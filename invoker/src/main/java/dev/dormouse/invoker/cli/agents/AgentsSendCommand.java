package dev.dormouse.invoker.cli.agents;

import dev.dormouse.invoker.cli.client.RequestOptions;
import dev.dormouse.invoker.cli.command.Surroundings;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dormouse agents send}. */
@Command(
        name = "send",
        description =
                "Sends one message to an agent and prints its answer; the first message makes the agent. Exit code"
                        + " 0 if the status is 2xx or 3xx.")
final class AgentsSendCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final RequestOptions request = new RequestOptions();

    @Mixin
    private final AgentName agent = new AgentName();

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "PATH",
            description = "What follows the key in the URL, with a query if wanted: /a/b?c=d.")
    private String path = "";

    @Option(
            names = "--idempotency-key",
            paramLabel = "NAME",
            description = "Your name for this message: a repeat under it gets the first answer and changes nothing.")
    private @Nullable String idempotencyKey;

    AgentsSendCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        Map<String, String> headers = idempotencyKey == null ? Map.of() : Map.of("Idempotency-Key", idempotencyKey);
        return request.send(surroundings, agent.messagePath(), path, headers);
    }
}
