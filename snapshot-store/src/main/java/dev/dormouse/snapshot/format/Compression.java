package dev.dormouse.snapshot.format;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * zstd over whole arrays, bounded by lengths that the caller knows.
 *
 * <p>A context of the library is some hundred kilobytes outside the heap and takes longer to make than a small section
 * takes to compress, so a few are kept. Thread-safe.
 */
final class Compression {
    private static final int LEVEL = 1;
    private static final int KEPT = 16;

    private static final BlockingQueue<ZstdCompressCtx> COMPRESSORS = new ArrayBlockingQueue<>(KEPT);
    private static final BlockingQueue<ZstdDecompressCtx> DECOMPRESSORS = new ArrayBlockingQueue<>(KEPT);

    private Compression() {}

    /** Length of an array that any compressed form of {@code length} bytes fits in. */
    static int bound(int length) {
        return Math.toIntExact(Zstd.compressBound(length));
    }

    /**
     * Compresses the first {@code length} bytes of {@code source} into {@code target}, which has at least
     * {@link #bound} bytes.
     *
     * @return number of bytes written
     */
    static int compress(byte[] source, int length, byte[] target) {
        ZstdCompressCtx kept = COMPRESSORS.poll();
        ZstdCompressCtx context = kept != null ? kept : new ZstdCompressCtx().setLevel(LEVEL);
        int written = context.compressByteArray(target, 0, target.length, source, 0, length);
        if (!COMPRESSORS.offer(context)) {
            context.close();
        }
        return written;
    }

    /** Fills a new array of exactly {@code decodedLength} bytes, which the caller has found to be within its limit. */
    static byte[] decompress(byte[] source, int offset, int length, int decodedLength) throws CorruptObjectException {
        byte[] decoded = new byte[decodedLength];
        int written = decompress(source, offset, length, decoded);
        if (written != decodedLength) {
            throw new CorruptObjectException(
                    "A section decompresses to " + written + " bytes, not to the " + decodedLength + " that it says.");
        }
        return decoded;
    }

    private static int decompress(byte[] source, int offset, int length, byte[] target) throws CorruptObjectException {
        ZstdDecompressCtx kept = DECOMPRESSORS.poll();
        ZstdDecompressCtx context = kept != null ? kept : new ZstdDecompressCtx();
        try {
            return context.decompressByteArray(target, 0, target.length, source, offset, length);
        } catch (ZstdException e) {
            throw new CorruptObjectException("A section cannot be decompressed: " + e.getMessage() + ".", e);
        } finally {
            if (!DECOMPRESSORS.offer(context)) {
                context.close();
            }
        }
    }
}
