package dev.dormouse.snapshot.format;

import java.util.random.RandomGenerator;

/**
 * Sixteen random bytes that tell one attempt to write from every other: by them a writer recognises its own object.
 *
 * @param high first eight bytes, as a little-endian number
 * @param low the others
 */
public record Nonce(long high, long low) {
    static final int BYTES = 16;

    /** Draws a new one. */
    public static Nonce draw(RandomGenerator random) {
        return new Nonce(random.nextLong(), random.nextLong());
    }

    void write(ByteWriter out) {
        out.u64(high).u64(low);
    }

    static Nonce read(ByteReader in) throws CorruptObjectException {
        return new Nonce(in.u64(), in.u64());
    }
}
