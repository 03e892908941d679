package dev.dormouse.snapshot.format;

import java.util.List;

/** An event of an event log, or the state that events add up to, as an object. */
public final class EventCodec {
    private EventCodec() {}

    /**
     * Encodes {@code event}.
     *
     * @param kind {@link ObjectKind#EVENT} or {@link ObjectKind#EVENT_CHECKPOINT}
     * @param key the object's key
     */
    public static byte[] encode(ObjectKind kind, String key, StampedEvent event) {
        byte[] content = event.content();
        ByteWriter stamped = new ByteWriter(content.length + Nonce.BYTES);
        event.writer().write(stamped);
        stamped.bytes(content);
        SectionList sections = new SectionList().compressed(SectionType.EVENT, stamped);
        return ContainerWriter.write(kind, key, List.of(sections));
    }

    /**
     * Decodes what {@link #encode} wrote.
     *
     * @param maxBytes bound on the content
     */
    public static StampedEvent decode(ObjectKind kind, String key, ObjectBytes bytes, int maxBytes)
            throws CorruptObjectException {
        ByteReader reader = Container.open(kind, key, bytes, (long) maxBytes + Nonce.BYTES)
                .sections()
                .only(SectionType.EVENT);
        Nonce writer = Nonce.read(reader);
        return new StampedEvent(writer, reader.bytes(reader.remaining()));
    }
}
