package dev.dormouse.invoker.agent;

import dev.dormouse.snapshot.AgentId;
import java.util.Optional;

/**
 * What makes an invocation a message to an agent.
 *
 * @param agent whom it is for; made by its first message
 * @param idempotencyKey the caller's name for this message: a repeat under the same name gets the first answer and
 *     changes nothing. None if the caller will not repeat it
 */
public record AgentMessage(AgentId agent, Optional<String> idempotencyKey) {}
