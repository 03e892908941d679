package dev.dormouse.snapshot.format;

import java.util.ArrayList;
import java.util.List;

/**
 * An object that was read: header and checksums of all sections have been verified, nothing has been decoded yet.
 *
 * <p>Immutable, but for the bytes below it, which nobody writes.
 */
final class Container {
    private final byte[] bytes;
    private final List<Section> sections;

    private Container(byte[] bytes, List<Section> sections) {
        this.bytes = bytes;
        this.sections = List.copyOf(sections);
    }

    /**
     * Verifies an object.
     *
     * @param kind what it must be
     * @param key under which it was found
     * @param maxDecodedBytes bound on all that decoding it may allocate for the contents of its sections
     */
    static Container open(ObjectKind kind, String key, ObjectBytes bytes, long maxDecodedBytes)
            throws CorruptObjectException {
        try {
            Header header = verifyHeader(kind, key, bytes);
            return new Container(bytes.array(), verifySections(header, bytes, maxDecodedBytes));
        } catch (CorruptObjectException e) {
            throw new CorruptObjectException("The object " + key + " is damaged. " + e.getMessage(), e);
        }
    }

    private static Header verifyHeader(ObjectKind kind, String key, ObjectBytes bytes) throws CorruptObjectException {
        Header header = Header.read(bytes);
        header.verify(key, bytes);
        if (header.kind() != kind.code()) {
            throw new CorruptObjectException(
                    "It is of kind " + ObjectKind.nameOf(header.kind()) + ", not " + kind + ".");
        }
        return header;
    }

    private static List<Section> verifySections(Header header, ObjectBytes bytes, long maxDecodedBytes)
            throws CorruptObjectException {
        ByteReader reader = bytes.reader();
        reader.skip(Layout.HEADER_BYTES);
        List<Section> sections = new ArrayList<>();
        long decodedBytes = 0;
        int checksum = header.checksum();
        for (int ordinal = 0; ordinal < header.sections(); ordinal++) {
            Section section = Section.verify(reader, ordinal, checksum);
            checksum = section.checksum();
            decodedBytes += section.decodedLength();
            if (decodedBytes > maxDecodedBytes) {
                throw new CorruptObjectException("Its sections decode to more than " + maxDecodedBytes + " bytes.");
            }
            sections.add(section);
        }
        reader.expectEnd();
        return sections;
    }

    /** All sections that this release knows. */
    Sections sections() {
        return new Sections(bytes, sections);
    }
}
