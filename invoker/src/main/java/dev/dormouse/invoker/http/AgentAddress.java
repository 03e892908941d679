package dev.dormouse.invoker.http;

import dev.dormouse.invoker.agent.AgentMessage;
import dev.dormouse.invoker.execution.RevisionSelector;
import dev.dormouse.snapshot.AgentId;
import dev.dormouse.snapshot.Excerpt;
import dev.dormouse.snapshot.FunctionName;
import io.helidon.webserver.http.ServerRequest;
import java.util.Optional;

/** Reads {@code /agents/{function}/{key}}, perhaps with a path, and the message's {@code Idempotency-Key}. */
final class AgentAddress {
    static final String PREFIX = "/agents/";

    private AgentAddress() {}

    /** @param path beginning with {@link #PREFIX} */
    static Address of(ServerRequest request, String path) {
        PathParts first = PathParts.of(path, PREFIX.length());
        String name = Target.decode(first.segment()).orElse("");
        int at = name.indexOf('@');
        Optional<FunctionName> function = FunctionAddress.function(at < 0 ? name : name.substring(0, at));
        if (function.isEmpty() || !first.hasRest()) {
            return new Address.Illegible(Problem.nobodyThere(
                    "An agent is called as /agents/{function}/{key}; '" + Excerpt.of(path) + "' is not so. GET"
                            + " /v1/functions lists all functions, GET /v1/agents?function={function} its agents."));
        }
        if (at >= 0) {
            return new Address.Illegible(Problem.of(
                    ProblemType.BAD_INPUT,
                    "An agent stays on the revision that it began with, so a message names none; this one names '"
                            + Excerpt.of(name) + "'. Leave out what follows the name, from the '@' on."));
        }
        PathParts second = PathParts.of(first.rest(), 1);
        try {
            AgentMessage message = new AgentMessage(
                    new AgentId(function.get(), key(second.segment())), IdempotencyKey.of(request.headers()));
            return new Address.Legible(function.get(), RevisionSelector.LIVE, Optional.of(message), second.rest());
        } catch (IllegalArgumentException e) {
            return new Address.Illegible(Problem.of(ProblemType.BAD_INPUT, String.valueOf(e.getMessage())));
        }
    }

    private static String key(String segment) {
        return Target.decode(segment)
                .orElseThrow(() ->
                        new IllegalArgumentException("An agent's key stands in the path as percent-encoded UTF-8; '"
                                + Excerpt.of(segment) + "' is not. Encode it."));
    }
}
