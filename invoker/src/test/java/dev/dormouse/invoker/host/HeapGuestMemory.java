package dev.dormouse.invoker.host;

import dev.dormouse.invoker.wasm.GuestMemory;
import dev.dormouse.invoker.wasm.GuestStop;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A guest's memory in an array, with the traps of the real one. */
final class HeapGuestMemory implements GuestMemory {
    private final byte[] bytes;
    private final ByteBuffer numbers;

    HeapGuestMemory(int size) {
        bytes = new byte[size];
        numbers = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** All of it, as it is now. */
    byte[] copy() {
        return bytes.clone();
    }

    byte[] copy(int from, int length) {
        byte[] range = new byte[length];
        System.arraycopy(bytes, from, range, 0, length);
        return range;
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public void read(long address, byte[] target, int offset, int length) {
        check(address, length);
        System.arraycopy(bytes, (int) address, target, offset, length);
    }

    @Override
    public void write(long address, byte[] source, int offset, int length) {
        check(address, length);
        System.arraycopy(source, offset, bytes, (int) address, length);
    }

    @Override
    public int readInt(long address) {
        check(address, Integer.BYTES);
        return numbers.getInt((int) address);
    }

    @Override
    public void writeInt(long address, int value) {
        check(address, Integer.BYTES);
        numbers.putInt((int) address, value);
    }

    @Override
    public long readLong(long address) {
        check(address, Long.BYTES);
        return numbers.getLong((int) address);
    }

    @Override
    public void writeLong(long address, long value) {
        check(address, Long.BYTES);
        numbers.putLong((int) address, value);
    }

    @Override
    public void check(long address, long length) {
        if (address < 0 || length < 0 || address > bytes.length - length) {
            throw GuestStop.trap("out of bounds memory access: " + length + " bytes at address " + address
                    + " of a memory of " + bytes.length + " bytes");
        }
    }
}
