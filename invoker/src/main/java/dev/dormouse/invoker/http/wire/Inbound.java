package dev.dormouse.invoker.http.wire;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helidon.common.socket.HelidonSocket;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that come in on a connection. Its own thread reads them. That a caller went away is noticed by reading only,
 * though, and while that thread runs a handler it does not read; so one piece may be read ahead by another thread, and is
 * then what the connection's thread gets next.
 */
final class Inbound {
    private final HelidonSocket socket;

    @GuardedBy("this")
    private boolean reading;

    @GuardedBy("this")
    private @Nullable FutureTask<byte @Nullable []> ahead;

    Inbound(HelidonSocket socket) {
        this.socket = socket;
    }

    /**
     * The next bytes, null at the end. To be called by the connection's thread.
     *
     * @throws UncheckedIOException if the connection failed
     */
    byte @Nullable [] read() {
        FutureTask<byte @Nullable []> begun = begin();
        if (begun != null) {
            return result(begun);
        }
        try {
            return socket.get();
        } finally {
            end();
        }
    }

    private synchronized @Nullable FutureTask<byte @Nullable []> begin() {
        FutureTask<byte @Nullable []> begun = ahead;
        ahead = null;
        reading = begun == null;
        return begun;
    }

    private synchronized void end() {
        reading = false;
    }

    private static byte @Nullable [] result(FutureTask<byte @Nullable []> done) {
        try {
            return done.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UncheckedIOException failed) {
                throw failed;
            }
            throw new IllegalStateException("Reading ahead failed.", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new InterruptedIOException("The connection is being closed."));
        }
    }

    /** Begins to read ahead, unless somebody reads or has read ahead already. By any thread. */
    synchronized void readAhead() {
        if (!reading && ahead == null) {
            ahead = new FutureTask<>(socket::get);
            Thread.ofVirtual().name("http-read-ahead").start(ahead);
        }
    }

    /** Whether what was read ahead is the end of the connection. By any thread. */
    synchronized boolean hasEnded() {
        if (ahead == null) {
            return false;
        }
        return switch (ahead.state()) {
            case RUNNING -> false;
            case SUCCESS -> ahead.resultNow() == null;
            case FAILED, CANCELLED -> true;
        };
    }
}
