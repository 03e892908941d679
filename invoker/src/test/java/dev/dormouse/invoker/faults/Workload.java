package dev.dormouse.invoker.faults;

import dev.dormouse.invoker.RuntimeFixture;
import dev.dormouse.invoker.execution.InvocationResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Messages to agents that count them. Each agent has a client that sends one message after the other under a name of
 * its own, so the answer to each is known: the count. One in five is sent twice.
 */
final class Workload {
    static final String FUNCTION = "counter";
    static final int AGENTS = 5;
    static final int MESSAGES = 200;
    static final int MESSAGES_EACH = MESSAGES / AGENTS;

    private final RuntimeFixture runtime;
    private final Acknowledgements acknowledged;

    Workload(RuntimeFixture runtime, Acknowledgements acknowledged) {
        this.runtime = runtime;
        this.acknowledged = acknowledged;
    }

    /** Told of each message that was acknowledged, by any thread. */
    @FunctionalInterface
    interface Acknowledgements {
        void acknowledged(int agent, int message, String answer);
    }

    /** What the {@code count}-th message that changed an agent is answered. */
    static String answer(int count) {
        return "global=" + count + " memory=" + count + " table=" + count;
    }

    /** Sends all messages, to all agents at once. */
    void sendAll() throws Exception {
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> ends = new ArrayList<>();
            for (int agent = 0; agent < AGENTS; agent++) {
                int client = agent;
                ends.add(clients.submit(() -> sendTo(client)));
            }
            for (Future<?> end : ends) {
                end.get();
            }
        }
    }

    private void sendTo(int agent) {
        for (int message = 1; message <= MESSAGES_EACH; message++) {
            send(agent, message);
            if (message % 5 == 0) {
                send(agent, message - 2);
            }
        }
    }

    /** Sends one message, for the first time or again. */
    void send(int agent, int message) {
        InvocationResult result = runtime.send(FUNCTION, "agent-" + agent, "message-" + message, "");
        acknowledged.acknowledged(agent, message, RuntimeFixture.text(result).strip());
    }

    /** What a further message to an agent is answered. */
    String next(int agent) {
        return RuntimeFixture.text(runtime.send(FUNCTION, "agent-" + agent, "")).strip();
    }
}
