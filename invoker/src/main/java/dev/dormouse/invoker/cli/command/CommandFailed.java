package dev.dormouse.invoker.cli.command;

import java.io.UncheckedIOException;

/** What the person asked for was tried and failed: exit code 1. */
public final class CommandFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message a sentence or a few, for a person */
    public CommandFailed(String message) {
        super(message);
    }

    /** @param cause its message is such a sentence */
    public CommandFailed(UncheckedIOException cause) {
        super(cause.getMessage(), cause);
    }
}
