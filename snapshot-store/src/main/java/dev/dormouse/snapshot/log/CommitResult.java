package dev.dormouse.snapshot.log;

import java.io.IOException;

/** What became of a commit. */
public sealed interface CommitResult {
    /**
     * It is durable, and follows exactly what it was made on.
     *
     * @param position of the segment that holds it
     */
    record Committed(long position) implements CommitResult {}

    /** It is not in the log and never will be: another commit of the same agent stands below. Load the agent anew. */
    record Fenced() implements CommitResult {}

    /** It is not in the log and never will be: too many commits wait already. Try again later. */
    record Overloaded() implements CommitResult {}

    /**
     * It may be in the log, or appear there later. Load the agent anew before anything else is done with it.
     *
     * @param cause why it is not known
     */
    record Unknown(IOException cause) implements CommitResult {}
}
