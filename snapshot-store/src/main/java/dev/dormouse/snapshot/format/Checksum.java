package dev.dormouse.snapshot.format;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** The checksums of a container: the header's binds the key, and each section's binds the header and its place. */
final class Checksum {
    private Checksum() {}

    static int ofHeader(String key, byte[] container) {
        CRC32C crc = new CRC32C();
        crc.update(key.getBytes(StandardCharsets.UTF_8));
        crc.update(container, 0, Layout.HEADER_CHECKSUM_AT);
        return (int) crc.getValue();
    }

    static int ofSection(byte[] container, int sectionAt, int ordinal, int storedLength) {
        CRC32C crc = new CRC32C();
        crc.update(container, Layout.HEADER_CHECKSUM_AT, Integer.BYTES);
        updateInt(crc, ordinal);
        crc.update(container, sectionAt, Layout.SECTION_CHECKSUM_AT);
        crc.update(container, sectionAt + Layout.SECTION_HEADER_BYTES, storedLength);
        return (int) crc.getValue();
    }

    private static void updateInt(CRC32C crc, int value) {
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            crc.update(value >>> shift);
        }
    }
}
