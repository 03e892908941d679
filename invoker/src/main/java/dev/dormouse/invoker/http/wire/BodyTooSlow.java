package dev.dormouse.invoker.http.wire;

import java.io.IOException;

/** A body came more slowly than is allowed. */
public final class BodyTooSlow extends IOException {
    private static final long serialVersionUID = 1L;

    BodyTooSlow() {
        super("The body came more slowly than is allowed.");
    }
}
