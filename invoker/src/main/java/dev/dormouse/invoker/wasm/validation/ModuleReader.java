package dev.dormouse.invoker.wasm.validation;

import dev.dormouse.invoker.wasm.ModuleRefused;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads the values of the binary format (specification 5.1 and 5.2) from a part of a module.
 *
 * <p>Never reads past the end of the part it is in, and compares each length and count with the bytes that are left
 * before anything of that size is made.
 */
final class ModuleReader {
    private final byte[] bytes;
    private final Refusals refusals;
    private int position;
    private int end;

    ModuleReader(byte[] bytes, Refusals refusals) {
        this.bytes = bytes;
        this.refusals = refusals;
        this.end = bytes.length;
    }

    int position() {
        return position;
    }

    int remaining() {
        return end - position;
    }

    boolean atEnd() {
        return position >= end;
    }

    /** Goes to a part of the module; what lies outside it cannot be read until the next call. */
    void enter(int start, int partEnd) {
        position = start;
        end = partEnd;
    }

    /** Narrows the part to its next {@code length} bytes. Returns what {@link #widen} needs. */
    int narrow(int length) {
        int outer = end;
        end = position + length;
        return outer;
    }

    /** Undoes {@link #narrow}. */
    void widen(int outer) {
        end = outer;
    }

    int readByte() throws ModuleRefused {
        if (position >= end) {
            throw refusals.malformed(position, "a byte is expected and none is left");
        }
        return bytes[position++] & 0xFF;
    }

    /** The next byte, which stays unread; there must be one. */
    int peekByte() {
        return bytes[position] & 0xFF;
    }

    /** Goes back to a place in the same part. */
    void rewind(int earlier) {
        position = earlier;
    }

    void skip(int length) throws ModuleRefused {
        if (length > end - position) {
            throw refusals.malformed(position, length + " bytes are expected and " + (end - position) + " are left");
        }
        position += length;
    }

    /** An unsigned number of 32 bits: at most five bytes, and no bit set beyond the 32nd. */
    long readUnsigned() throws ModuleRefused {
        int start = position;
        int first = readByte();
        if (first < 0x80) {
            return first;
        }
        long value = first & 0x7F;
        for (int shift = 7; shift < 35; shift += 7) {
            int next = readByte();
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                if (shift == 28 && next > 0x0F) {
                    throw refusals.malformed(start, "an unsigned number has more than 32 bits");
                }
                return value;
            }
        }
        throw refusals.malformed(start, "a number of 32 bits has more than five bytes");
    }

    /** A signed number of {@code bits} bits: no more bytes than it needs at most, unused bits repeat the sign. */
    long readSigned(int bits) throws ModuleRefused {
        int start = position;
        long value = 0;
        for (int shift = 0; shift < bits; shift += 7) {
            int next = readByte();
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                int used = bits - shift;
                int sign = used >= 7 ? (next >> 6) & 1 : (next >> (used - 1)) & 1;
                if (used < 7 && next >> used != (sign == 0 ? 0 : 0x7F >> used)) {
                    throw refusals.malformed(start, "a signed number has more than " + bits + " bits");
                }
                int width = shift + Math.min(used, 7);
                return sign == 1 && width < 64 ? value | -1L << width : value;
            }
        }
        throw refusals.malformed(start, "a number of " + bits + " bits has too many bytes");
    }

    /** A length in bytes, of which there are at least that many left. */
    int readLength(String what) throws ModuleRefused {
        int start = position;
        long length = readUnsigned();
        if (length > end - position) {
            throw refusals.malformed(
                    start, what + " is said to have " + length + " bytes and " + (end - position) + " are left");
        }
        return (int) length;
    }

    /** The number of entries of a vector: within the limit, and with enough bytes left for all of them. */
    int readCount(Limit limit, int bytesEach) throws ModuleRefused {
        int start = position;
        long count = readUnsigned();
        if (count * bytesEach > end - position) {
            throw refusals.malformed(
                    start, count + " entries are announced and " + (end - position) + " bytes are left for them");
        }
        refusals.check(limit, count, start);
        return (int) count;
    }

    /** An index into something that has {@code size} entries. */
    int readIndex(String kind, int size) throws ModuleRefused {
        int start = position;
        long index = readUnsigned();
        if (index >= size) {
            throw refusals.invalid(start, kind + " " + index + " does not exist; there are " + size);
        }
        return (int) index;
    }

    /** A name: UTF-8 without exceptions. */
    String readName() throws ModuleRefused {
        int start = position;
        int length = readLength("a name");
        refusals.check(Limit.NAME_BYTES, length, start);
        try {
            String name = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, position, length))
                    .toString();
            position += length;
            return name;
        } catch (CharacterCodingException e) {
            throw refusals.malformed(start, "a name is not UTF-8");
        }
    }
}
