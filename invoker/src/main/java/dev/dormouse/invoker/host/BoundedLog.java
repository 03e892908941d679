package dev.dormouse.invoker.host;

import java.nio.charset.StandardCharsets;

/** The log of one invocation: counts what is written, breaks it into lines, and takes out what could forge others. */
final class BoundedLog {
    /** A longer line is broken. */
    static final int MAX_LINE_BYTES = 8 << 10;

    private final GuestLog sink;
    private final HostLimits limits;
    private long written;

    BoundedLog(GuestLog sink, HostLimits limits) {
        this.sink = sink;
        this.limits = limits;
    }

    GuestLog.Level threshold() {
        return sink.threshold();
    }

    /** Writes each line of {@code text}; the last needs no end of line. */
    void write(GuestLog.Level level, Slice text) {
        int end = text.from() + text.length();
        int start = text.from();
        while (start < end) {
            int stop = lineEnd(text.array(), start, end);
            line(level, new Slice(text.array(), start, stop - start));
            start = stop < end && text.array()[stop] == '\n' ? stop + 1 : stop;
        }
    }

    /** Writes one line of at most {@value #MAX_LINE_BYTES} bytes. */
    void line(GuestLog.Level level, Slice bytes) {
        if (level.compareTo(threshold()) < 0) {
            return;
        }
        if (bytes.length() >= limits.maxLogBytes() - written) {
            throw limits.logFull();
        }
        written += bytes.length() + 1;
        sink.line(level, printable(bytes));
    }

    private static int lineEnd(byte[] bytes, int start, int end) {
        int most = Math.min(end, start + MAX_LINE_BYTES);
        int at = start;
        while (at < most && bytes[at] != '\n') {
            at++;
        }
        return at;
    }

    private static String printable(Slice bytes) {
        String text = new String(bytes.array(), bytes.from(), bytes.length(), StandardCharsets.UTF_8);
        StringBuilder shown = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r' && i == text.length() - 1) {
                break;
            }
            shown.append(c == '\t' || !breaksLines(c) ? c : '?');
        }
        return shown.toString();
    }

    /** Control characters, and the two of Unicode that end a line for some readers. */
    private static boolean breaksLines(char c) {
        return Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
    }
}
