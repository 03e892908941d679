package dev.dormouse.invoker.cli.command;

/** What the process tells whoever started it. */
public enum ExitCode {
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

    /** What the process exits with. */
    public int number() {
        return number;
    }
}
