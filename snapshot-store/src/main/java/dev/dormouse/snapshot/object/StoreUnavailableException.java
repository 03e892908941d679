package dev.dormouse.snapshot.object;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The store gave no usable answer: what was asked may or may not have happened. */
public final class StoreUnavailableException extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param message what was asked of which store, what came back, and what to do */
    public StoreUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** @param message what was asked of which store, what came back, and what to do */
    public StoreUnavailableException(String message) {
        super(message);
    }
}
