package dev.dormouse.snapshot.format;

/**
 * An opaque event with the nonce of the attempt that wrote it.
 *
 * <p>Immutable, as nobody writes to its content.
 */
public final class StampedEvent {
    private final Nonce writer;
    private final byte[] content;

    /** @param content taken over: not written from here on */
    public StampedEvent(Nonce writer, byte[] content) {
        this.writer = writer;
        this.content = content;
    }

    /** The nonce of the attempt that wrote it. */
    public Nonce writer() {
        return writer;
    }

    /** The event's bytes: to read, never to write. */
    public byte[] content() {
        return content;
    }
}
