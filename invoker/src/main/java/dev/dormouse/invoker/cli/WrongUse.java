package dev.dormouse.invoker.cli;

/** The person asked for something that cannot be meant: exit code 2. */
final class WrongUse extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message a sentence: rule, value, subject, next step */
    WrongUse(String message) {
        super(message);
    }

    /** @param refused its message is such a sentence */
    WrongUse(IllegalArgumentException refused) {
        super(refused.getMessage(), refused);
    }
}
