/**
 * Messages to agents and everything else that is done with agents, each in the agent's turn.
 *
 * <p>Start at {@link dev.dormouse.invoker.execution.agent.AgentPath}, the way of a message, and at
 * {@link dev.dormouse.invoker.execution.agent.MessageTurn}, what happens in its turn. What this process holds of agents
 * between messages is in {@link dev.dormouse.invoker.execution.agent.LiveAgents}; all of it is in the store as well.
 */
@NullMarked
package dev.dormouse.invoker.execution.agent;

import org.jspecify.annotations.NullMarked;
