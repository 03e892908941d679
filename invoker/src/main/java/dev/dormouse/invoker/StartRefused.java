package dev.dormouse.invoker;

/** A runtime did not start, and nothing of it is left running. */
public final class StartRefused extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param message one sentence why, and what to do */
    public StartRefused(String message) {
        super(message);
    }

    /**
     * @param message one sentence why, and what to do
     * @param cause for the log
     */
    public StartRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
