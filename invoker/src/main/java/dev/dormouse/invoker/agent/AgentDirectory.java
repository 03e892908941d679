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

    /**
     * Takes the agent to another revision, as a new generation. Nothing happens if it is there already. Unlike the other
     * changes a migration runs guests, so it also waits for room to run as a message does.
     *
     * @param to number of the revision, or an alias: then the one that a new agent would begin on
     * @throws Refused {@code NOT_FOUND} if there is no such revision, or the agent's own is gone and it is to migrate;
     *     {@code CONFLICT} if one of the revisions has no part in a migration; {@code BAD_INPUT} if the new one cannot have
     *     agents
     * @throws MoveFailed if a guest fails in its part
     */
    AgentView move(AgentId agent, String to, MovePolicy policy, Precondition precondition);

    /** Removes the agent and all that is kept of it. */
    void delete(AgentId agent, Precondition precondition);
}
