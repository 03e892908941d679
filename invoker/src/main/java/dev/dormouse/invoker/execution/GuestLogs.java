package dev.dormouse.invoker.execution;

import dev.dormouse.invoker.host.GuestLog;
import dev.dormouse.snapshot.InvocationId;
import dev.dormouse.snapshot.RevisionId;

/** Where the lines of guests go. Thread-safe. */
@FunctionalInterface
public interface GuestLogs {
    /** They go nowhere. */
    GuestLogs NONE = (revision, invocation) -> (level, line) -> {};

    /** The log of one invocation. */
    GuestLog of(RevisionId revision, InvocationId invocation);
}
