package dev.dormouse.invoker.cli;

/** What the process tells whoever started it. */
enum ExitCode {
    /** It was done. */
    DONE(0),
    /** It was tried and failed. */
    FAILED(1),
    /** It cannot be meant. */
    WRONG_USE(2),
    /** The runtime did not start. */
    REFUSED_TO_START(3);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
