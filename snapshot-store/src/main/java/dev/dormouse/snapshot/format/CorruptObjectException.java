package dev.dormouse.snapshot.format;

import java.io.IOException;

/** Stored bytes are not what was written under their key, or are of a version that this release does not read. */
public final class CorruptObjectException extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param message which rule was broken where, and with which value */
    public CorruptObjectException(String message) {
        super(message);
    }

    /** @param message which rule was broken where, and with which value */
    public CorruptObjectException(String message, Throwable cause) {
        super(message, cause);
    }
}
