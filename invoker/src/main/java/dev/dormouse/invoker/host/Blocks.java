package dev.dormouse.invoker.host;

import dev.dormouse.invoker.wasm.GuestStop;
import dev.dormouse.invoker.wasm.MemoryReservation;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Host memory of one call: blocks of bytes that a guest names by 64-bit offsets.
 *
 * <p>Offsets only rise and no two blocks touch, so an offset that was freed or a step past the end of a block finds
 * nothing. Offset 0 is never a block. Blocks lie in arrays in the order of their offsets; freed ones leave a gap that is
 * closed when gaps are the majority, so alloc and free for ever take no more room than what is alive.
 *
 * <p>Confined to the guest's thread.
 */
final class Blocks {
    /** What a block counts beside its content. */
    static final int OVERHEAD_BYTES = 32;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long FIRST_OFFSET = 16;
    private static final int ALIGNMENT = 16;
    private static final int INITIAL_CAPACITY = 8;
    /** Stands where a block was; no block is empty. */
    private static final byte[] FREED = new byte[0];

    private static final long[] NO_OFFSETS = {};
    private static final byte[][] NO_CONTENTS = {};

    private final HostLimits limits;
    private final MemoryReservation reservation;
    private long[] offsets = NO_OFFSETS;
    private byte[][] contents = NO_CONTENTS;
    private int size;
    private int freed;
    private int recent;
    private long nextOffset = FIRST_OFFSET;
    private long bytes;
    private long taken;

    Blocks(HostLimits limits, MemoryReservation reservation) {
        this.limits = limits;
        this.reservation = reservation;
    }

    /** A new block of zeros; 0 if {@code length} is 0. A length beyond all bounds counts as unsigned. */
    long allocate(long length) {
        if (length == 0) {
            return 0;
        }
        checkRoom(length);
        return add(new byte[(int) length]);
    }

    /** A new block that takes {@code content} over; 0 if it is empty. */
    long adopt(byte[] content) {
        if (content.length == 0) {
            return 0;
        }
        checkRoom(content.length);
        return add(content);
    }

    /** Throws unless a block of {@code length} bytes would fit, and makes sure that there is room for it in the heap. */
    void checkRoom(long length) {
        if (length < 0 || length > room()) {
            throw limits.blocksFull();
        }
        reservation.ensure(length + OVERHEAD_BYTES);
    }

    /** Length of the longest block that would fit; negative if none would. */
    long room() {
        return limits.maxBlockBytes() - bytes - OVERHEAD_BYTES;
    }

    /**
     * Ends the block that begins at {@code offset}.
     *
     * @return its content, empty if none begins there; who has no more use for it calls {@link #giveBack}
     */
    byte[] remove(long offset) {
        int index = indexOf(offset);
        if (index < 0) {
            return FREED;
        }
        byte[] content = contents[index];
        bytes -= content.length + OVERHEAD_BYTES;
        contents[index] = FREED;
        freed++;
        if (freed > size / 2) {
            closeGaps();
        }
        return content;
    }

    /** Gives back what the content of a removed block took. */
    void giveBack(byte[] removed) {
        int cost = removed.length + OVERHEAD_BYTES;
        taken -= cost;
        reservation.giveBack(cost);
    }

    /** Ends all blocks and gives back what they took, those that were removed before too. */
    void clear() {
        reservation.giveBack(taken);
        taken = 0;
        Arrays.fill(contents, 0, size, FREED);
        size = 0;
        freed = 0;
        recent = 0;
        bytes = 0;
    }

    /** Lengths of all blocks together. */
    long contentBytes() {
        return bytes - (long) (size - freed) * OVERHEAD_BYTES;
    }

    /** Length of the block that begins at {@code offset}; 0 if none does. */
    long length(long offset) {
        int index = indexOf(offset);
        return index < 0 ? 0 : contents[index].length;
    }

    /** Content of the block that begins at {@code offset}: the block itself, not a copy. Traps if none does. */
    byte[] content(long offset) {
        int index = indexOf(offset);
        if (index < 0) {
            throw GuestStop.trap("No host block begins at offset " + Long.toUnsignedString(offset)
                    + ": it was never allocated, or freed, or belongs to an earlier call.");
        }
        return contents[index];
    }

    /** The range of {@code length} bytes from {@code address}. Traps unless it lies within one block. */
    Slice slice(long address, long length) {
        if (length == 0) {
            return Slice.EMPTY;
        }
        int index = locate(address, length);
        return new Slice(contents[index], (int) (address - offsets[index]), (int) length);
    }

    byte loadByte(long address) {
        int index = locate(address, 1);
        return contents[index][(int) (address - offsets[index])];
    }

    void storeByte(long address, byte value) {
        int index = locate(address, 1);
        contents[index][(int) (address - offsets[index])] = value;
    }

    long loadLong(long address) {
        int index = locate(address, Long.BYTES);
        return longAt(contents[index], (int) (address - offsets[index]));
    }

    static long longAt(byte[] bytes, int index) {
        return (long) LONGS.get(bytes, index);
    }

    void storeLong(long address, long value) {
        int index = locate(address, Long.BYTES);
        LONGS.set(contents[index], (int) (address - offsets[index]), value);
    }

    private long add(byte[] content) {
        reservation.take(content.length + OVERHEAD_BYTES);
        taken += content.length + OVERHEAD_BYTES;
        if (size == offsets.length) {
            int capacity = Math.max(INITIAL_CAPACITY, size * 2);
            offsets = Arrays.copyOf(offsets, capacity);
            contents = Arrays.copyOf(contents, capacity);
        }
        long offset = nextOffset;
        offsets[size] = offset;
        contents[size] = content;
        recent = size++;
        bytes += content.length + OVERHEAD_BYTES;
        // At least one byte that belongs to nobody lies between two blocks.
        nextOffset = (offset + content.length + ALIGNMENT) & -ALIGNMENT;
        return offset;
    }

    /** Index of the block that holds all of {@code length} bytes at {@code address}. */
    private int locate(long address, long length) {
        if (recent < size && holds(recent, address, length)) {
            return recent;
        }
        int found = Arrays.binarySearch(offsets, 0, size, address);
        int index = found >= 0 ? found : -found - 2;
        if (index < 0 || !holds(index, address, length)) {
            throw GuestStop.trap("A range of " + Long.toUnsignedString(length) + " bytes at offset "
                    + Long.toUnsignedString(address) + " does not lie within one host block.");
        }
        recent = index;
        return index;
    }

    private boolean holds(int index, long address, long length) {
        long from = address - offsets[index];
        int end = contents[index].length;
        return from >= 0 && from <= end && length >= 0 && length <= end - from;
    }

    private int indexOf(long offset) {
        if (recent < size && offsets[recent] == offset && !isFreed(recent)) {
            return recent;
        }
        int index = Arrays.binarySearch(offsets, 0, size, offset);
        if (index < 0 || isFreed(index)) {
            return -1;
        }
        recent = index;
        return index;
    }

    private boolean isFreed(int index) {
        return contents[index].length == 0;
    }

    private void closeGaps() {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (!isFreed(i)) {
                offsets[kept] = offsets[i];
                contents[kept++] = contents[i];
            }
        }
        Arrays.fill(contents, kept, size, FREED);
        size = kept;
        freed = 0;
        recent = 0;
    }
}
