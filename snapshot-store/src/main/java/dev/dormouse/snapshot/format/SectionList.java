package dev.dormouse.snapshot.format;

import java.util.ArrayList;
import java.util.List;

/**
 * Sections on their way into an object, compressed already. They can be prepared before it is known which object they
 * go into, on the thread of whoever wants them written. Owned by one thread at a time.
 */
final class SectionList {
    /** Below this a section is stored as it is: a zstd frame would not pay. */
    private static final int COMPRESS_FROM_BYTES = 64;

    private final List<Prepared> sections = new ArrayList<>();
    private int bytes;

    /** A section as it will be stored. */
    static final class Prepared {
        private final SectionType type;
        private final int flags;
        private final byte[] stored;
        private final int storedLength;
        private final int decodedLength;

        Prepared(SectionType type, int flags, byte[] stored, int storedLength, int decodedLength) {
            this.type = type;
            this.flags = flags;
            this.stored = stored;
            this.storedLength = storedLength;
            this.decodedLength = decodedLength;
        }

        /** Appends the header, its checksum left open, and the bytes. */
        void writeTo(ByteWriter out) {
            out.u16(type.code()).u16(type.version()).u32(flags);
            out.u32(storedLength).u32(decodedLength).u32(0);
            out.bytes(stored, 0, storedLength);
        }
    }

    /** Appends a section as it is. */
    SectionList plain(SectionType type, ByteWriter content) {
        return add(new Prepared(type, 0, content.array(), content.length(), content.length()));
    }

    /** Appends a section, compressed where that is smaller. */
    SectionList compressed(SectionType type, ByteWriter content) {
        int length = content.length();
        if (length >= COMPRESS_FROM_BYTES) {
            byte[] smaller = new byte[Compression.bound(length)];
            int written = Compression.compress(content.array(), length, smaller);
            if (written < length) {
                return add(new Prepared(type, Layout.FLAG_ZSTD, smaller, written, length));
            }
        }
        return plain(type, content);
    }

    private SectionList add(Prepared section) {
        sections.add(section);
        bytes = Math.addExact(bytes, Layout.SECTION_HEADER_BYTES + section.storedLength);
        return this;
    }

    List<Prepared> sections() {
        return sections;
    }

    /** Bytes that the sections take in an object, headers included. */
    int bytes() {
        return bytes;
    }
}
