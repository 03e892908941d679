package dev.dormouse.invoker.agent;

import dev.dormouse.invoker.Refused;
import dev.dormouse.invoker.registry.Page;
import dev.dormouse.invoker.registry.PageRequest;
import dev.dormouse.invoker.registry.Precondition;
import dev.dormouse.snapshot.AgentId;
import dev.dormouse.snapshot.FunctionName;

/**
 * What can be done with agents beside sending them messages. Whatever changes an agent waits its turn among the agent's
 * messages, for a bounded time. Thread-safe; blocks.
 *
 * <p>Every method throws {@link Refused}: {@code NOT_FOUND} if there is no such agent, {@code OVERLOADED} if its turn did
 * not come in time, {@code STORE_UNAVAILABLE} if the store gave no answer. A {@link Precondition} is on the agent's
 * {@link AgentView#generation}, and checked in the agent's turn; where it does not hold, nothing changes and the refusal
 * is {@code PRECONDITION_FAILED}.
 */
public interface AgentDirectory {
    /** A function's agents in the order of their keys; none if nobody knows the function. */
    Page<AgentView> agents(FunctionName function, PageRequest page);

    /** One agent. */
    AgentView agent(AgentId agent);

    /** Writes a snapshot of the agent and drops it from memory. Does nothing if it is suspended. */
    AgentView suspend(AgentId agent, Precondition precondition);

    /** Brings the agent into memory, so that its next message need not. Does nothing if it is there. */
    AgentView resume(AgentId agent, Precondition precondition);

    /**
     * Makes a new agent that begins with this one's state. Both go their own ways from there.
     *
     * @return the new one
     * @throws Refused {@code BAD_INPUT} if the key cannot be one, {@code CONFLICT} if there is an agent of this key
     */
    AgentView fork(AgentId agent, String newKey, Precondition precondition);

    /**
     * Gives the agent the state that it had at an earlier generation, as a new generation.
     *
     * @throws Refused {@code CONFLICT} if that generation is not retained; the view says which are
     */
    AgentView revert(AgentId agent, long generation, Precondition precondition);

    /** Removes the agent and all that is kept of it. */
    void delete(AgentId agent, Precondition precondition);
}
