package dev.dormouse.invoker.execution.agent;

import dev.dormouse.invoker.Refused;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads the bodies of messages whole before they wait for their turn, so that nobody's turn waits for a slow caller and
 * a message can be run again. Bounded for one and for all together. Thread-safe.
 */
final class MessageBodies {
    private static final int CHUNK_BYTES = 16 << 10;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final int mostBytes;
    private final long mostTogether;
    private final AtomicLong held = new AtomicLong();

    MessageBodies(AgentSettings settings) {
        this.mostBytes = settings.bodyMaxBytes();
        this.mostTogether = settings.bodiesMaxBytes();
    }

    /**
     * Reads a body. The caller gives it back with {@link #release} when it is not needed any more.
     *
     * @throws IOException if the stream fails
     * @throws Refused {@code TOO_LARGE} or {@code OVERLOADED}
     */
    byte[] read(InputStream stream) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        boolean whole = false;
        try {
            byte[] chunk = stream.readNBytes(CHUNK_BYTES);
            while (chunk.length > 0) {
                hold(body.size(), chunk.length);
                body.writeBytes(chunk);
                chunk = stream.readNBytes(CHUNK_BYTES);
            }
            whole = true;
            return body.toByteArray();
        } finally {
            if (!whole) {
                held.addAndGet(-body.size());
            }
        }
    }

    private void hold(int before, int more) {
        if (more > mostBytes - before) {
            throw new Refused(
                    Refused.Kind.TOO_LARGE,
                    "The body of a message to an agent has at most " + mostBytes + " bytes; this one has more. Send it"
                            + " in parts, or to a stateless function.");
        }
        if (held.addAndGet(more) > mostTogether) {
            held.addAndGet(-more);
            throw new Refused(
                    Refused.Kind.OVERLOADED,
                    "The messages that wait take as much memory as they may. Try again later.",
                    Optional.of(RETRY_AFTER));
        }
    }

    /** A body of this length is not needed any more. */
    void release(int bytes) {
        held.addAndGet(-bytes);
    }

    /** Bytes of all bodies that are held. */
    long held() {
        return held.get();
    }
}
