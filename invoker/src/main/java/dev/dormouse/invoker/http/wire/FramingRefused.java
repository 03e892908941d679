package dev.dormouse.invoker.http.wire;

/** Bytes that are not an acceptable request. The connection cannot be used any further. */
final class FramingRefused extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    /**
     * @param status what the client is told
     * @param message rule, value, subject, next step
     */
    FramingRefused(int status, String message) {
        // No stack trace: a client decides how many of these there are.
        super(message, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }

    String text() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
