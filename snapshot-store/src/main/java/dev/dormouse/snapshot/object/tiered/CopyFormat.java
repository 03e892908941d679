package dev.dormouse.snapshot.object.tiered;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A copy as a file: magic, CRC32C of all that follows, length of the key, key, content. So a file that was cut, torn,
 * changed or renamed is not taken for the object.
 */
final class CopyFormat {
    private static final int MAGIC = 0x646d6331; // "dmc1"
    private static final int CHECKED_FROM = 2 * Integer.BYTES;
    private static final int HEAD_BYTES = CHECKED_FROM + Integer.BYTES;

    private CopyFormat() {}

    static long fileBytes(String key, int contentBytes) {
        return (long) HEAD_BYTES + key.length() + contentBytes;
    }

    static byte[] encode(String key, byte[] content) {
        byte[] name = key.getBytes(UTF_8);
        ByteBuffer file = ByteBuffer.allocate(HEAD_BYTES + name.length + content.length);
        file.putInt(MAGIC).putInt(0).putInt(name.length).put(name).put(content);
        return file.putInt(Integer.BYTES, checksum(file.array())).array();
    }

    /** The content, or nothing if this is not a whole copy of {@code key}. */
    static Optional<byte[]> decode(String key, byte[] file) {
        byte[] name = key.getBytes(UTF_8);
        if (file.length < HEAD_BYTES + name.length) {
            return Optional.empty();
        }
        ByteBuffer head = ByteBuffer.wrap(file);
        boolean whole = head.getInt() == MAGIC && head.getInt() == checksum(file) && head.getInt() == name.length;
        int contentFrom = HEAD_BYTES + name.length;
        if (!whole || !Arrays.equals(file, HEAD_BYTES, contentFrom, name, 0, name.length)) {
            return Optional.empty();
        }
        return Optional.of(Arrays.copyOfRange(file, contentFrom, file.length));
    }

    private static int checksum(byte[] file) {
        CRC32C crc = new CRC32C();
        crc.update(file, CHECKED_FROM, file.length - CHECKED_FROM);
        return (int) crc.getValue();
    }
}
