package dev.dormouse.invoker.cli;

/** What the person asked for was tried and failed: exit code 1. */
final class CommandFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message a sentence or a few, for a person */
    CommandFailed(String message) {
        super(message);
    }
}
