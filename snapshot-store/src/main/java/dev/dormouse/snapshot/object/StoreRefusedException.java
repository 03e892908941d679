package dev.dormouse.snapshot.object;

import java.io.IOException;

/** The place given as a store cannot be used as one: the runtime does not start on it. */
public final class StoreRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param message which place, what is wrong with it, and what to do: one sentence or two for a person */
    public StoreRefusedException(String message) {
        super(message);
    }

    /** @param message which place, what is wrong with it, and what to do: one sentence or two for a person */
    public StoreRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
