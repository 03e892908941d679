package dev.dormouse.invoker.cli.command;

/** The person asked for something that cannot be meant: exit code 2. */
public final class WrongUse extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message a sentence: rule, value, subject, next step */
    public WrongUse(String message) {
        super(message);
    }

    /** @param refused its message is such a sentence */
    public WrongUse(IllegalArgumentException refused) {
        super(refused.getMessage(), refused);
    }
}
