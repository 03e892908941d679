package dev.dormouse.invoker.wasm;

/**
 * Ends a guest's call from inside a host function or a tick; guests cannot catch it.
 *
 * <p>It travels as an exception because guest frames lie between; at the border it becomes its {@link Completion}.
 * It has no stack trace: it is a way out, not a fault.
 */
public final class GuestStop extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Completion completion;

    private GuestStop(String message, Completion completion) {
        super(message, null, false, false);
        this.completion = completion;
    }

    /** Ends the call as {@code completion}. */
    public static GuestStop as(Completion completion) {
        return new GuestStop(completion.toString(), completion);
    }

    /** Ends the call as a trap. */
    public static GuestStop trap(String reason) {
        return new GuestStop(reason, new Completion.Trapped(reason));
    }

    /** How the call ends. */
    public Completion completion() {
        return completion;
    }
}
