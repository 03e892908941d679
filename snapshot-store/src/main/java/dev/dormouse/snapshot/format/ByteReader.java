package dev.dormouse.snapshot.format;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads what {@link ByteWriter} wrote, and never past the end: whatever the bytes, the only way out is a value or a
 * {@link CorruptObjectException}. Nothing is allocated before its length was compared with the bytes that are left.
 */
final class ByteReader {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;
    private final int end;
    private int position;

    ByteReader(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.position = offset;
        this.end = offset + length;
    }

    int remaining() {
        return end - position;
    }

    /** The array that is being read. */
    byte[] array() {
        return bytes;
    }

    /** Steps over {@code count} bytes and returns where in {@link #array()} they begin. */
    int skip(int count) throws CorruptObjectException {
        if (count < 0 || count > remaining()) {
            throw new CorruptObjectException("A field of " + Integer.toUnsignedString(count) + " bytes begins "
                    + remaining() + " bytes before the end of its section.");
        }
        int start = position;
        position += count;
        return start;
    }

    int u8() throws CorruptObjectException {
        return bytes[skip(1)] & 0xFF;
    }

    int u16() throws CorruptObjectException {
        return (short) SHORT.get(bytes, skip(2)) & 0xFFFF;
    }

    int u32() throws CorruptObjectException {
        return (int) INT.get(bytes, skip(4));
    }

    long u64() throws CorruptObjectException {
        return (long) LONG.get(bytes, skip(8));
    }

    long varint() throws CorruptObjectException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = u8();
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                if (shift == 63 && next > 1) {
                    break;
                }
                return value;
            }
        }
        throw new CorruptObjectException("A variable-length number has more than 64 bits.");
    }

    /**
     * Reads a number of things that follow.
     *
     * @param bytesEach least number of bytes that each takes, at least 1
     * @throws CorruptObjectException if so many cannot follow
     */
    int count(int bytesEach) throws CorruptObjectException {
        long count = varint();
        if (count < 0 || count > remaining() / bytesEach) {
            throw new CorruptObjectException("A list says that " + Long.toUnsignedString(count)
                    + " entries of at least " + bytesEach + " bytes follow, but only " + remaining() + " bytes do.");
        }
        return (int) count;
    }

    /** Reads a number that must be within {@code 0..max}. */
    int bounded(int max, String what) throws CorruptObjectException {
        long value = varint();
        if (value < 0 || value > max) {
            throw new CorruptObjectException(
                    what + " is " + Long.toUnsignedString(value) + "; at most " + max + " is possible here.");
        }
        return (int) value;
    }

    byte[] bytes(int count) throws CorruptObjectException {
        int start = skip(count);
        return Arrays.copyOfRange(bytes, start, start + count);
    }

    byte[] blob() throws CorruptObjectException {
        return bytes(count(1));
    }

    String text() throws CorruptObjectException {
        int length = count(1);
        int start = skip(length);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, start, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new CorruptObjectException("A text is not UTF-8.", e);
        }
    }

    /** Refuses bytes that nobody has read. */
    void expectEnd() throws CorruptObjectException {
        if (remaining() != 0) {
            throw new CorruptObjectException(remaining() + " bytes follow the last field of a section.");
        }
    }
}
