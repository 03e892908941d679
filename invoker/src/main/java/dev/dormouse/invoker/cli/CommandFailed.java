package dev.dormouse.invoker.cli;

import java.io.UncheckedIOException;

/** What the person asked for was tried and failed: exit code 1. */
final class CommandFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message a sentence or a few, for a person */
    CommandFailed(String message) {
        super(message);
    }

    /** @param cause its message is such a sentence */
    CommandFailed(UncheckedIOException cause) {
        super(cause.getMessage(), cause);
    }
}
