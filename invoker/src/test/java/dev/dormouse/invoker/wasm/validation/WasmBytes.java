package dev.dormouse.invoker.wasm.validation;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Writes the values of the binary format, right ones and, byte by byte, wrong ones. */
public final class WasmBytes {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** These bytes, written as hexadecimal digits with blanks anywhere. */
    public static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replaceAll("\\s", ""));
    }

    /** Single bytes. */
    public WasmBytes raw(int... values) {
        for (int value : values) {
            bytes.write(value);
        }
        return this;
    }

    /** Bytes as they are. */
    public WasmBytes raw(byte[] values) {
        bytes.writeBytes(values);
        return this;
    }

    /** The same byte several times. */
    public WasmBytes repeat(int value, int times) {
        for (int i = 0; i < times; i++) {
            bytes.write(value);
        }
        return this;
    }

    /** An unsigned number. */
    public WasmBytes unsigned(long value) {
        long rest = value;
        while (rest >= 0x80) {
            bytes.write((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        bytes.write((int) rest);
        return this;
    }

    /** A signed number. */
    public WasmBytes signed(long value) {
        long rest = value;
        while (rest < -64 || rest > 63) {
            bytes.write((int) (rest & 0x7F) | 0x80);
            rest >>= 7;
        }
        bytes.write((int) (rest & 0x7F));
        return this;
    }

    /** A name with its length. */
    public WasmBytes name(String name) {
        byte[] encoded = name.getBytes(StandardCharsets.UTF_8);
        return unsigned(encoded.length).raw(encoded);
    }

    /** A double, little-endian. */
    public WasmBytes float64(double value) {
        return raw(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putDouble(value)
                .array());
    }

    /** How many bytes there are. */
    public int size() {
        return bytes.size();
    }

    /** All of them. */
    public byte[] toBytes() {
        return bytes.toByteArray();
    }
}
