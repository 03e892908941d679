package dev.dormouse.snapshot.format;

import com.github.luben.zstd.Zstd;

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
        long written = Zstd.compressByteArray(target, 0, target.length, source, 0, length, LEVEL);
        return Zstd.isError(written) ? -1 : (int) written;
    }

    /** Fills a new array of exactly {@code decodedLength} bytes, which the caller has found to be within its limit. */
    static byte[] decompress(byte[] source, int offset, int length, int decodedLength) throws CorruptObjectException {
        byte[] decoded = new byte[decodedLength];
        long written = Zstd.decompressByteArray(decoded, 0, decodedLength, source, offset, length);
        if (Zstd.isError(written)) {
            throw new CorruptObjectException("A section cannot be decompressed: " + Zstd.getErrorName(written) + ".");
        }
        if (written != decodedLength) {
            throw new CorruptObjectException(
                    "A section decompresses to " + written + " bytes, not to the " + decodedLength + " that it says.");
        }
        return decoded;
    }
}
