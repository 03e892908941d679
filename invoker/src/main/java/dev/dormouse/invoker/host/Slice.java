package dev.dormouse.invoker.host;

import dev.dormouse.invoker.wasm.GuestStop;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A range of bytes in an array that others may share.
 *
 * @param array where it lies; to read, never to write
 * @param from its first byte
 * @param length how many
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, written by nobody
record Slice(byte[] array, int from, int length) {
    static final Slice EMPTY = new Slice(new byte[0], 0, 0);

    static Slice of(byte[] array) {
        return new Slice(array, 0, array.length);
    }

    boolean isEmpty() {
        return length == 0;
    }

    /** Whether it is a range of {@code whole}, the array itself. */
    @SuppressWarnings("ReferenceEquality") // arrays with the same content are not the same memory
    boolean isOf(byte[] whole) {
        return array == whole;
    }

    /** The byte at {@code index}. Traps if there is none. */
    byte byteAt(long index) {
        check(index, 1);
        return array[from + (int) index];
    }

    /** The number at {@code index}, little-endian. Traps unless all of its eight bytes are there. */
    long longAt(long index) {
        check(index, Long.BYTES);
        return Blocks.longAt(array, from + (int) index);
    }

    /** The bytes as an array of their own, or the array itself if they are all of it. */
    byte[] bytes() {
        return length == array.length ? array : Arrays.copyOfRange(array, from, from + length);
    }

    /** The bytes as text; what is not UTF-8 is replaced. */
    String text() {
        return new String(array, from, length, StandardCharsets.UTF_8);
    }

    private void check(long index, int bytes) {
        if (index < 0 || index > length - bytes) {
            throw GuestStop.trap("The input has " + length + " bytes; the guest asked for " + bytes + " at "
                    + Long.toUnsignedString(index) + ".");
        }
    }
}
