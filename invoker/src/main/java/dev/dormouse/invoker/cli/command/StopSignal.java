package dev.dormouse.invoker.cli.command;

/** How a process learns that it is to stop, as by SIGTERM or SIGINT. */
@FunctionalInterface
public interface StopSignal {
    /**
     * Runs {@code action} when the signal comes, on a thread of the signal's own; the process ends with exit code 0
     * when it returns.
     *
     * @return to be withdrawn when nobody is to be told any more
     */
    Registration onStop(Runnable action);

    /** A wish to be told. */
    @FunctionalInterface
    interface Registration {
        /** Ends the wish; nothing happens if the signal has come already. */
        void withdraw();
    }
}
