package dev.dormouse.invoker.http.wire;

import dev.dormouse.snapshot.Ticker;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import io.helidon.webserver.ServerConnectionException;
import java.io.UncheckedIOException;

/** Writes with a deadline, so that a client that does not read holds nothing for long. */
final class GuardedWriter implements DataWriter {
    private final DataWriter real;
    private final Ticker ticker;
    private final BodyPace pace;

    /** Ticker reading at which a write that goes on is late; {@link Deadline#NONE} if none goes on. */
    private volatile long deadline = Deadline.NONE;

    GuardedWriter(DataWriter real, Ticker ticker, WireLimits limits) {
        this.real = real;
        this.ticker = ticker;
        this.pace = new BodyPace(limits);
    }

    boolean late(long now) {
        return Deadline.passed(deadline, now);
    }

    @Override
    public void write(BufferData... buffers) {
        writeNow(buffers);
    }

    @Override
    public void write(BufferData buffer) {
        writeNow(buffer);
    }

    @Override
    public void writeNow(BufferData... buffers) {
        long bytes = 0;
        for (BufferData buffer : buffers) {
            bytes += buffer.available();
        }
        begin(bytes);
        try {
            real.writeNow(buffers);
        } catch (UncheckedIOException e) {
            throw broken(e);
        } finally {
            deadline = Deadline.NONE;
        }
    }

    @Override
    public void writeNow(BufferData buffer) {
        begin(buffer.available());
        try {
            real.writeNow(buffer);
        } catch (UncheckedIOException e) {
            throw broken(e);
        } finally {
            deadline = Deadline.NONE;
        }
    }

    /** The kind that Helidon passes by quietly: a client that goes away is no news. */
    private static ServerConnectionException broken(UncheckedIOException e) {
        return new ServerConnectionException("The connection failed while it was written.", e);
    }

    private void begin(long bytes) {
        deadline = Deadline.in(ticker.nanos(), pace.allowedNanosFor(bytes));
    }

    @Override
    public void flush() {
        real.flush();
    }

    @Override
    public void close() {
        real.close();
    }
}
