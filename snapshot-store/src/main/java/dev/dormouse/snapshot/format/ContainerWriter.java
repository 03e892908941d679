package dev.dormouse.snapshot.format;

/** Puts an object together: the header, then section after section. */
final class ContainerWriter {
    /** Below this a section is stored as it is: a zstd frame would not pay. */
    private static final int COMPRESS_FROM_BYTES = 64;

    private final ObjectKind kind;
    private final String key;
    private final ByteWriter out;
    private int sections;

    ContainerWriter(ObjectKind kind, String key, int expectedBytes) {
        this.kind = kind;
        this.key = key;
        this.out = new ByteWriter(Layout.HEADER_BYTES + expectedBytes);
        out.bytes(new byte[Layout.HEADER_BYTES]);
    }

    /** Appends a section as it is. */
    void plain(SectionType type, ByteWriter content) {
        append(type, 0, content.array(), content.length(), content.length());
    }

    /** Appends a section, compressed where that is smaller. */
    void compressed(SectionType type, ByteWriter content) {
        int length = content.length();
        if (length >= COMPRESS_FROM_BYTES) {
            byte[] smaller = new byte[Compression.bound(length)];
            int written = Compression.compress(content.array(), length, smaller);
            if (written < length) {
                append(type, Layout.FLAG_ZSTD, smaller, written, length);
                return;
            }
        }
        plain(type, content);
    }

    private void append(SectionType type, int flags, byte[] stored, int storedLength, int decodedLength) {
        out.u16(type.code()).u16(type.version()).u32(flags);
        out.u32(storedLength).u32(decodedLength).u32(0);
        out.bytes(stored, 0, storedLength);
        sections++;
    }

    /** Fills in the header and all checksums. The writer is used up. */
    byte[] finish() {
        byte[] container = out.toArray();
        ByteWriter header = new ByteWriter(Layout.HEADER_BYTES);
        header.u64(Layout.MAGIC).u16(Layout.VERSION).u16(kind.code()).u32(sections);
        header.u64(container.length).u32(0);
        System.arraycopy(header.array(), 0, container, 0, header.length());
        putU32(container, Layout.HEADER_CHECKSUM_AT, Checksum.ofHeader(key, container));
        int at = Layout.HEADER_BYTES;
        for (int ordinal = 0; ordinal < sections; ordinal++) {
            int stored = getU32(container, at + 8);
            putU32(container, at + Layout.SECTION_CHECKSUM_AT, Checksum.ofSection(container, at, ordinal, stored));
            at += Layout.SECTION_HEADER_BYTES + stored;
        }
        return container;
    }

    private static void putU32(byte[] bytes, int at, int value) {
        ByteWriter.INT.set(bytes, at, value);
    }

    private static int getU32(byte[] bytes, int at) {
        return (int) ByteWriter.INT.get(bytes, at);
    }
}
