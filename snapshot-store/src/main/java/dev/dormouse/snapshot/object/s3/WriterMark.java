package dev.dormouse.snapshot.object.s3;

import java.util.HexFormat;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32C;

/**
 * What goes with each object as its metadata: who wrote it, so that a writer whose answer was lost knows its own, and
 * a checksum, so that damage on the way is seen before the bytes are handed on.
 *
 * @param writer sixteen random bytes, in hex, drawn for each create
 * @param checksum CRC32C of the content, in hex
 */
record WriterMark(String writer, String checksum) {
    private static final String WRITER = "dormouse-writer";
    private static final String CHECKSUM = "dormouse-crc32c";

    static WriterMark draw(RandomGenerator random, byte[] content) {
        byte[] name = new byte[16];
        random.nextBytes(name);
        return new WriterMark(HexFormat.of().formatHex(name), checksum(content));
    }

    Map<String, String> asMetadata() {
        return Map.of(WRITER, writer, CHECKSUM, checksum);
    }

    /** Whether an object with this metadata is the one that carries this mark. */
    boolean isOn(Map<String, String> metadata) {
        return writer.equals(metadata.get(WRITER));
    }

    /** Whether {@code content} is what its writer sent; true as well where the metadata does not say. */
    static boolean isIntact(Map<String, String> metadata, byte[] content) {
        String expected = metadata.get(CHECKSUM);
        return expected == null || expected.equals(checksum(content));
    }

    private static String checksum(byte[] content) {
        CRC32C crc = new CRC32C();
        crc.update(content, 0, content.length);
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }
}
