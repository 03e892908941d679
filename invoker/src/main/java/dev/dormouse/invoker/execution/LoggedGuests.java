package dev.dormouse.invoker.execution;

import dev.dormouse.invoker.host.GuestLog;
import dev.dormouse.snapshot.InvocationId;
import dev.dormouse.snapshot.RevisionId;

/** Puts the lines of guests into the process's log, each with its revision and invocation in front. Thread-safe. */
public final class LoggedGuests implements GuestLogs {
    private static final System.Logger LOG = System.getLogger("dormouse.guest");

    @Override
    public GuestLog of(RevisionId revision, InvocationId invocation) {
        return (level, line) -> LOG.log(severity(level), () -> revision + " " + invocation + " " + line);
    }

    private static System.Logger.Level severity(GuestLog.Level level) {
        return switch (level) {
            case TRACE -> System.Logger.Level.TRACE;
            case DEBUG -> System.Logger.Level.DEBUG;
            case INFO -> System.Logger.Level.INFO;
            case WARN -> System.Logger.Level.WARNING;
            case ERROR -> System.Logger.Level.ERROR;
        };
    }
}
