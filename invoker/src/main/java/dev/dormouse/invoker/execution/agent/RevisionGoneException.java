package dev.dormouse.invoker.execution.agent;

import dev.dormouse.snapshot.RevisionId;
import java.io.IOException;

/** A revision that an agent is on, or was on, was deleted with its function. */
final class RevisionGoneException extends IOException {
    private static final long serialVersionUID = 1L;

    RevisionGoneException(RevisionId revision) {
        super("Revision " + revision
                + " is not there any more: its function was deleted. An agent that is on it can be moved to a revision"
                + " that is there with the policy 'fresh', which forgets its state, or be deleted; its next message then"
                + " makes a new one.");
    }
}
