package dev.dormouse.invoker.http;

import dev.dormouse.invoker.agent.AgentMessage;
import dev.dormouse.invoker.execution.RevisionSelector;
import dev.dormouse.snapshot.FunctionName;
import io.helidon.webserver.http.ServerRequest;
import java.util.Optional;

/** Whom a request is for, as its path and headers say. */
sealed interface Address {
    /**
     * Somebody who may exist.
     *
     * @param function the function
     * @param selector which of its revisions
     * @param message the agent's part; empty if it is for the function itself
     * @param rest what of the path is the guest's, beginning with a slash
     */
    record Legible(FunctionName function, RevisionSelector selector, Optional<AgentMessage> message, String rest)
            implements Address {}

    /**
     * Nobody.
     *
     * @param problem why
     */
    record Illegible(Problem problem) implements Address {}

    /** One way of reading addresses. */
    @FunctionalInterface
    interface Reader {
        /**
         * Finds out whom a request is for.
         *
         * @param path that of the request, as it came
         */
        Address read(ServerRequest request, String path);
    }
}
