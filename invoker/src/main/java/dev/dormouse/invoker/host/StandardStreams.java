package dev.dormouse.invoker.host;

import org.jspecify.annotations.Nullable;

/**
 * The three streams that a WASI guest finds open. For a command that serves a request the first two are its body and
 * its answer; in every other case input is empty and output is the log. Standard error is always the log.
 */
final class StandardStreams {
    static final int STDIN = 0;
    static final int STDOUT = 1;
    static final int STDERR = 2;

    private static final int COUNT = 3;

    private final @Nullable RequestBody in;
    private final @Nullable CgiOutput out;
    private final LineBuffer outLines;
    private final LineBuffer errLines;
    private int open = (1 << COUNT) - 1;

    private StandardStreams(@Nullable RequestBody in, @Nullable CgiOutput out, BoundedLog log) {
        this.in = in;
        this.out = out;
        this.outLines = new LineBuffer(log);
        this.errLines = new LineBuffer(log);
    }

    /** The streams of a command that serves a request. */
    static StandardStreams ofCommand(Exchange exchange, HostLimits limits, BoundedLog log) {
        return new StandardStreams(exchange.body(), new CgiOutput(exchange.answer(), limits.maxHeadBytes()), log);
    }

    /** The streams of a guest that has other ways to take a request and give an answer, or none at all. */
    static StandardStreams toLog(BoundedLog log) {
        return new StandardStreams(null, null, log);
    }

    /** Whether {@code descriptor}, an unsigned number, is one of the streams and was not closed. */
    boolean isOpen(long descriptor) {
        return descriptor < COUNT && (open & (1 << descriptor)) != 0;
    }

    void close(long descriptor) {
        open &= ~(1 << descriptor);
    }

    /** The next bytes of the input, at least one; -1 at its end. */
    int read(byte[] target, int length) {
        return in == null ? -1 : in.read(target, 0, length);
    }

    /** Writes to the output, or to the error stream. */
    void write(long descriptor, Slice bytes) {
        if (descriptor == STDERR) {
            errLines.write(bytes);
        } else if (out == null) {
            outLines.write(bytes);
        } else {
            out.write(bytes);
        }
    }

    /** Sends what is held of the output. */
    void flushOutput() {
        if (out != null) {
            out.flush();
        }
    }

    /** Logs lines that never ended. */
    void flushLog() {
        outLines.flush();
        errLines.flush();
    }

    /** What is left of the answer: of the output if that is the answer, else {@code output}. */
    Slice restOfAnswer(Slice output) {
        return out == null ? output : out.rest();
    }
}
