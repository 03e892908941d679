package dev.dormouse.snapshot.store;

import dev.dormouse.snapshot.AgentId;
import java.io.IOException;

/**
 * What is stored of an agent cannot be put together up to its newest commit. The agent is not served: it never goes
 * back in time silently. A person can bring back the lost object, or revert the agent to a generation that is whole.
 */
public final class NeedsAttentionException extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param reason which object is missing or damaged, as a sentence */
    NeedsAttentionException(AgentId agent, long generation, String reason, Throwable cause) {
        super(
                "The agent " + agent + " cannot be resumed at generation " + generation + ". " + reason
                        + " Bring the object back from a copy of the store, or revert the agent to an earlier"
                        + " generation.",
                cause);
    }
}
