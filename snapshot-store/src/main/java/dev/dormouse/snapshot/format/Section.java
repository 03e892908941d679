package dev.dormouse.snapshot.format;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One section of a verified container: where it stands and how long its content is.
 *
 * @param type what it holds; null if this release does not know it and may leave it out
 * @param version the layout that it was written in
 * @param compressed whether the stored bytes are a zstd frame
 * @param offset first stored byte
 * @param storedLength number of stored bytes
 * @param decodedLength number of bytes of its content
 * @param checksum its checksum, which the next section's covers
 */
record Section(
        @Nullable SectionType type,
        int version,
        boolean compressed,
        int offset,
        int storedLength,
        int decodedLength,
        int checksum) {
    /**
     * Verifies the section that begins where {@code reader} stands, and steps over it.
     *
     * @param before checksum of the section before, or of the header
     */
    static Section verify(ByteReader reader, int ordinal, int before) throws CorruptObjectException {
        int at = reader.skip(Layout.SECTION_HEADER_BYTES);
        ByteReader header = new ByteReader(reader.array(), at, Layout.SECTION_HEADER_BYTES);
        int code = header.u16();
        int version = header.u16();
        int flags = header.u32();
        int storedLength = header.u32();
        int decodedLength = header.u32();
        int checksum = header.u32();
        int offset = reader.skip(storedLength);
        if (checksum != Checksum.ofSection(reader.array(), at, before, storedLength)) {
            throw new CorruptObjectException("Section " + ordinal + " does not have its checksum.");
        }
        boolean compressed = (flags & Layout.FLAG_ZSTD) != 0;
        boolean lengthsAgree = compressed ? decodedLength >= 0 : decodedLength == storedLength;
        if ((flags & ~Layout.KNOWN_FLAGS) != 0 || !lengthsAgree) {
            throw new CorruptObjectException("Section " + ordinal + " has flags " + flags + ", stored length "
                    + storedLength + " and decoded length " + Integer.toUnsignedString(decodedLength)
                    + ", which do not go together.");
        }
        SectionType type = typeOf(code, version, flags, ordinal);
        return new Section(type, version, compressed, offset, storedLength, decodedLength, checksum);
    }

    private static @Nullable SectionType typeOf(int code, int version, int flags, int ordinal)
            throws CorruptObjectException {
        Optional<SectionType> type = SectionType.of(code);
        if (type.isPresent() && version >= 1 && version <= type.get().version()) {
            return type.get();
        }
        if ((flags & Layout.FLAG_OPTIONAL) != 0) {
            return null;
        }
        throw new CorruptObjectException("Section " + ordinal + " has type " + code + " in version " + version
                + ", which this release cannot read. Use the release that wrote it, or a later one.");
    }

    /** The content, decompressed if it must be. */
    ByteReader decode(byte[] container) throws CorruptObjectException {
        if (!compressed) {
            return new ByteReader(container, offset, storedLength);
        }
        return new ByteReader(Compression.decompress(container, offset, storedLength, decodedLength), 0, decodedLength);
    }
}
