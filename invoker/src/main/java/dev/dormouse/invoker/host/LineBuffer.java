package dev.dormouse.invoker.host;

import java.util.Arrays;

/** Turns a stream of bytes into lines of the log. */
final class LineBuffer {
    private static final int FIRST_BYTES = 128;

    private final BoundedLog log;
    private byte[] line = {};
    private int length;

    LineBuffer(BoundedLog log) {
        this.log = log;
    }

    void write(Slice bytes) {
        int end = bytes.from() + bytes.length();
        for (int i = bytes.from(); i < end; i++) {
            byte next = bytes.array()[i];
            if (next == '\n') {
                emit();
            } else {
                append(next);
            }
        }
    }

    /** Writes a line that never ended. */
    void flush() {
        if (length > 0) {
            emit();
        }
    }

    private void append(byte next) {
        if (length == BoundedLog.MAX_LINE_BYTES) {
            emit();
        }
        if (length == line.length) {
            line = Arrays.copyOf(line, Math.max(FIRST_BYTES, length * 2));
        }
        line[length++] = next;
    }

    private void emit() {
        Slice whole = new Slice(line, 0, length);
        length = 0;
        log.line(GuestLog.Level.INFO, whole);
    }
}
