package dev.dormouse.snapshot.format;

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
        ContainerWriter writer = new ContainerWriter(kind, key, content.length + 64);
        writer.compressed(
                SectionType.EVENT,
                new ByteWriter(content.length + 20)
                        .u64(event.writer().high())
                        .u64(event.writer().low())
                        .bytes(content));
        return writer.finish();
    }

    /**
     * Decodes what {@link #encode} wrote.
     *
     * @param maxBytes bound on the content
     */
    public static StampedEvent decode(ObjectKind kind, String key, byte[] bytes, int maxBytes)
            throws CorruptObjectException {
        ByteReader reader =
                Container.open(kind, key, bytes, maxBytes + 16L).sections().only(SectionType.EVENT);
        Nonce writer = new Nonce(reader.u64(), reader.u64());
        return new StampedEvent(writer, reader.bytes(reader.remaining()));
    }
}
