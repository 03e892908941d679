package dev.dormouse.invoker.execution.agent;

import dev.dormouse.snapshot.RevisionId;
import java.io.IOException;

/** The revision that an agent is on was deleted with its function. */
final class RevisionGoneException extends IOException {
    private static final long serialVersionUID = 1L;

    RevisionGoneException(RevisionId revision) {
        super("The agent is on revision " + revision
                + ", which is not there any more: its function was deleted. Delete the agent as well; its next message"
                + " makes a new one.");
    }
}
