package dev.dormouse.invoker.http.wire;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Those who wait for an answer on one connection, and what is to be done when they go away. With HTTP/1.1 there is one,
 * and nobody reads while it waits, so the watchdog has somebody read when it has waited for a while; with HTTP/2 the
 * connection is always being read.
 */
final class WaitingCallers {
    /** A request that is answered at once costs a write of a field. */
    private static final int LOOKS_BEFORE_READING = 2;

    private final Inbound inbound;
    private final ConcurrentMap<Integer, Runnable> streams = new ConcurrentHashMap<>();
    private volatile @Nullable Runnable alone;

    // Of the watchdog's thread.
    private @Nullable Runnable seen;
    private int looks;

    WaitingCallers(Inbound inbound) {
        this.inbound = inbound;
    }

    void add(Runnable left) {
        alone = left;
    }

    void add(int stream, Runnable left) {
        streams.put(stream, left);
    }

    /** In whichever way it was added: a connection may have changed over to HTTP/2 since. */
    void remove(int stream) {
        if (alone != null) {
            alone = null;
        } else {
            streams.remove(stream);
        }
    }

    /** Called by the watchdog each time it looks at the connection. */
    void look() {
        Runnable waiting = alone;
        if (waiting == null || !waiting.equals(seen)) {
            seen = waiting;
            looks = 0;
        } else if (++looks >= LOOKS_BEFORE_READING) {
            inbound.readAhead();
            if (inbound.hasEnded()) {
                waiting.run();
            }
        }
    }

    /** The client has reset a stream. */
    void left(int stream) {
        Runnable left = streams.get(stream);
        if (left != null) {
            left.run();
        }
    }

    /** The connection is over. */
    void allLeft() {
        streams.values().forEach(Runnable::run);
    }
}
