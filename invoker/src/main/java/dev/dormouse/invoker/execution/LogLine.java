package dev.dormouse.invoker.execution;

import dev.dormouse.invoker.host.GuestLog;
import dev.dormouse.snapshot.InvocationId;
import dev.dormouse.snapshot.RevisionId;
import java.time.Instant;

/**
 * A line that a guest logged.
 *
 * @param sequence its place among all lines of this process: a later line has a larger one
 * @param at when
 * @param level how much it matters
 * @param revision whose guest
 * @param invocation in which invocation
 * @param text the line
 */
public record LogLine(
        long sequence, Instant at, GuestLog.Level level, RevisionId revision, InvocationId invocation, String text) {}
