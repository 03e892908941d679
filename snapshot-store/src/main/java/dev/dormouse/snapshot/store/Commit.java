package dev.dormouse.snapshot.store;

import java.io.IOException;

/** What became of a commit. */
public sealed interface Commit {
    /**
     * The new state is durable.
     *
     * @param snapshot the agent from here on
     */
    record Committed(Snapshot snapshot) implements Commit {}

    /** Nothing was changed: somebody else has changed the agent. Drop the instance, load the agent, run again. */
    record Fenced() implements Commit {}

    /** Nothing was changed: too many commits wait. Drop the instance; the client may try again later. */
    record Overloaded() implements Commit {}

    /**
     * The change may have been made, or may yet be. Drop the instance; load the agent before its next message. A repeat
     * of the message, with its id, gets its answer or is run.
     *
     * @param cause why it is not known
     */
    record Unknown(IOException cause) implements Commit {}
}
