/**
 * Agents: durable instances, each with a key of its own and one message at a time.
 *
 * <p>What callers see of agents stands in {@link dev.dormouse.invoker.agent.AgentDirectory}; messages come in through
 * the {@code Invoker} like every other invocation. Nothing here knows HTTP.
 */
@NullMarked
package dev.dormouse.invoker.agent;

import org.jspecify.annotations.NullMarked;
