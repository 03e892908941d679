package dev.dormouse.snapshot;

/**
 * The content of one Wasm table: per entry the index of a function of the same instance, or {@link #NULL}.
 *
 * <p>Thread-safe: immutable once made. Tables that hold references of other kinds cannot be captured.
 */
public final class TableImage {
    /** The entry of a null reference. */
    public static final int NULL = -1;

    private final int[] functions;

    private TableImage(int[] functions) {
        this.functions = functions;
    }

    /** Takes {@code functions} over; from here on it may not be written. */
    public static TableImage own(int[] functions) {
        return new TableImage(functions);
    }

    /** Number of entries. */
    public int size() {
        return functions.length;
    }

    /** Index of the function at {@code entry}, or {@link #NULL}. */
    public int function(int entry) {
        return functions[entry];
    }

    /** The entries themselves, shared by all instances that have not written to the table: to read, never to write. */
    public int[] shared() {
        return functions;
    }
}
