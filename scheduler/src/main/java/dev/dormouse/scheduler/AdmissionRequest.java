package dev.dormouse.scheduler;

import dev.dormouse.snapshot.AgentId;
import dev.dormouse.snapshot.FunctionName;

/** What the scheduler needs to know of whoever wants to run. */
public sealed interface AdmissionRequest {
    /** Ticker reading after which neither waiting nor running makes sense. */
    long deadlineNanos();

    /** The function that it is about. */
    FunctionName function();

    /**
     * An invocation that shares nothing with any other.
     *
     * @param function the function to run
     * @param concurrencyMax how many invocations of this function may run at once; 0 for the scheduler's default
     */
    record Stateless(FunctionName function, int concurrencyMax, long deadlineNanos) implements AdmissionRequest {
        public Stateless {
            requireConcurrency(concurrencyMax);
        }
    }

    /**
     * A message to an agent. It waits in the agent's mailbox for its turn, and only then for room to run.
     *
     * @param agent whom it is for
     * @param concurrencyMax as in {@link Stateless}
     */
    record Message(AgentId agent, int concurrencyMax, long deadlineNanos) implements AdmissionRequest {
        public Message {
            requireConcurrency(concurrencyMax);
        }

        @Override
        public FunctionName function() {
            return agent.function();
        }
    }

    /**
     * A change of an agent that runs no guest. It waits in the agent's mailbox like a message, and needs no room.
     *
     * @param agent whom it is about
     */
    record Control(AgentId agent, long deadlineNanos) implements AdmissionRequest {
        @Override
        public FunctionName function() {
            return agent.function();
        }
    }

    private static void requireConcurrency(int concurrencyMax) {
        if (concurrencyMax < 0) {
            throw new IllegalArgumentException(
                    "A function's concurrency is 0 (the default) or more; this one is " + concurrencyMax + ".");
        }
    }
}
