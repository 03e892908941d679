package dev.dormouse.snapshot.format;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;

/** zstd over whole arrays, bounded by lengths that the caller knows. */
final class Compression {
    private static final int LEVEL = 1;

    private Compression() {}

    /**
     * Compresses into {@code target} from its beginning.
     *
     * @return number of bytes written, or -1 if {@code target} is too small
     */
    static int compress(byte[] source, int length, byte[] target) {
        try {
            return (int) Zstd.compressByteArray(target, 0, target.length, source, 0, length, LEVEL);
        } catch (ZstdException e) {
            if (e.getErrorCode() == Zstd.errDstSizeTooSmall()) {
                return -1;
            }
            throw e;
        }
    }

    /** Fills a new array of exactly {@code decodedLength} bytes, which the caller has found to be within its limit. */
    static byte[] decompress(byte[] source, int offset, int length, int decodedLength) throws CorruptObjectException {
        byte[] decoded = new byte[decodedLength];
        long written;
        try {
            written = Zstd.decompressByteArray(decoded, 0, decodedLength, source, offset, length);
        } catch (ZstdException e) {
            throw new CorruptObjectException("A section cannot be decompressed: " + e.getMessage() + ".");
        }
        if (written != decodedLength) {
            throw new CorruptObjectException(
                    "A section decompresses to " + written + " bytes, not to the " + decodedLength + " that it says.");
        }
        return decoded;
    }
}
