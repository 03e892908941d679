package dev.dormouse.snapshot.format;

import java.util.Arrays;

/** The bytes of one object where they are, inside the envelope that they were read in perhaps. Nobody writes them. */
public final class ObjectBytes {
    private final byte[] array;
    private final int offset;
    private final int length;

    private ObjectBytes(byte[] array, int offset, int length) {
        this.array = array;
        this.offset = offset;
        this.length = length;
    }

    /** All of {@code array}, which nobody writes from here on. */
    public static ObjectBytes of(byte[] array) {
        return new ObjectBytes(array, 0, array.length);
    }

    static ObjectBytes within(byte[] array, int offset, int length) {
        return new ObjectBytes(array, offset, length);
    }

    int length() {
        return length;
    }

    /** Reads from the beginning to the end. */
    ByteReader reader() {
        return new ByteReader(array, offset, length);
    }

    /** The array that they stand in; others may stand around them. */
    byte[] array() {
        return array;
    }

    /** Where in {@link #array()} they begin. */
    int offset() {
        return offset;
    }

    /** A copy. */
    public byte[] toArray() {
        return Arrays.copyOfRange(array, offset, offset + length);
    }
}
