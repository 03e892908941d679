package dev.dormouse.snapshot.format;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** The checksums of a container: the header's binds the key, and each section's binds the checksum before it. */
final class Checksum {
    private Checksum() {}

    static int ofHeader(String key, ObjectBytes container) {
        CRC32C crc = new CRC32C();
        crc.update(key.getBytes(StandardCharsets.UTF_8));
        crc.update(container.array(), container.offset(), Layout.HEADER_CHECKSUM_AT);
        return (int) crc.getValue();
    }

    /** @param before checksum of the section before, or of the header */
    static int ofSection(byte[] container, int sectionAt, int before, int storedLength) {
        CRC32C crc = new CRC32C();
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            crc.update(before >>> shift);
        }
        crc.update(container, sectionAt, Layout.SECTION_CHECKSUM_AT);
        crc.update(container, sectionAt + Layout.SECTION_HEADER_BYTES, storedLength);
        return (int) crc.getValue();
    }
}
