package dev.dormouse.invoker.wasm;

import dev.dormouse.snapshot.GranuleTable;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.Memory;
import run.endive.runtime.WasmRuntimeException;

/**
 * A linear memory as granules of 4 KiB, copied when they are first written.
 *
 * <p>Two arrays of pointers hold it. {@code readable[i]} is the content of granule i, whoever owns it. {@code owned[i]}
 * is the same granule once this instance may write to it, and null as long as the granule is shared: with the image
 * that the instance was resumed from, with one that was captured from it, or with all memory that nobody has touched
 * (the granule of zeros). So a read is one load from {@code readable}, a write is one load from {@code owned} and a
 * test for null; to resume is to copy the pointers, to capture is to hand them out and forget {@code owned}. Neither
 * depends on how large the memory is in bytes.
 *
 * <p>Both arrays may be longer than the memory; what lies beyond is null in both. An access outside of the memory so
 * finds no granule: the fast paths of {@link CowMemory} need no comparison of their own.
 *
 * <p>Bulk operations go granule by granule and pay for each before they touch it, so that one operation over the
 * whole memory ends soon after the deadline. Their bounds are checked as a whole first, as WebAssembly wants it.
 *
 * <p>Each granule that the instance owns is taken from its {@link MemoryReservation}, and stays so when an image is
 * captured that shares it from then on: it is this instance that keeps it in the heap. {@code counted} remembers those,
 * so that a granule that is owned once more is not taken twice.
 *
 * <p>Confined to the thread that runs the instance.
 */
abstract sealed class Granules extends Meter permits CowMemory {
    static final int SHIFT = GranuleTable.GRANULE_SHIFT;
    static final int SIZE = GranuleTable.GRANULE_BYTES;
    static final int MASK = SIZE - 1;

    /** Bulk operations cost one unit of fuel per this many bytes. */
    static final int BYTES_PER_UNIT_SHIFT = 6;

    private static final int PER_PAGE = GranuleTable.GRANULES_PER_PAGE;
    private static final byte[] ZERO = GranuleTable.zero();

    byte[][] readable;
    byte[] @Nullable [] owned;
    /** What a granule takes in the heap: its bytes and the array's header. */
    private static final int GRANULE_COST = SIZE + 16;

    /** What the pointers to a granule take, in both arrays. */
    private static final int POINTERS_COST = 8;

    private final MemoryReservation reservation;
    private final int maximumPages;
    private @Nullable BitSet counted;
    private int pages;
    private int ownedCount;

    /** A memory with the content of {@code image}, which may grow to {@code maximumPages}. */
    Granules(GranuleTable image, int maximumPages, MemoryReservation reservation) {
        reservation.take((long) image.size() * POINTERS_COST);
        this.reservation = reservation;
        this.readable = image.pointers(image.size());
        this.owned = new byte[image.size()][];
        this.pages = image.pages();
        this.maximumPages = maximumPages;
    }

    /** Size in pages of 64 KiB. */
    public final int pages() {
        return pages;
    }

    /** What the memory may grow to, in pages. */
    public final int maximumPages() {
        return maximumPages;
    }

    /** Size in bytes. */
    final long bytes() {
        return (long) pages * Memory.PAGE_SIZE;
    }

    /** Granules that belong to this instance alone. */
    final int ownedGranules() {
        return ownedCount;
    }

    /**
     * Adds pages of zeros.
     *
     * @param delta pages, an unsigned number
     * @return the size before, in pages; -1 if the memory may not grow so far
     */
    public final int grow(int delta) {
        int before = pages;
        long after = before + Integer.toUnsignedLong(delta);
        if (after > maximumPages) {
            return -1;
        }
        charge(delta);
        int granules = (int) after * PER_PAGE;
        if (granules > readable.length) {
            int half = Math.min(readable.length + (readable.length >> 1), maximumPages * PER_PAGE);
            int capacity = Math.max(granules, half);
            reservation.take((long) (capacity - readable.length) * POINTERS_COST);
            readable = Arrays.copyOf(readable, capacity);
            owned = Arrays.copyOf(owned, capacity);
        }
        Arrays.fill(readable, before * PER_PAGE, granules, ZERO);
        pages = (int) after;
        return before;
    }

    /** Gives the granule at {@code index} to this instance, to write to. */
    final byte[] own(int index) {
        byte[] shared = readable[index];
        if (shared != null) { // else the clone fails, as it is to
            take(index);
        }
        byte[] copy = shared.clone();
        readable[index] = copy;
        owned[index] = copy;
        ownedCount++;
        return copy;
    }

    /** Traps unless {@code length} bytes at {@code address} are inside; both as Java's signed numbers. */
    final void check(int address, int length) {
        if (address < 0 || length < 0 || (long) address + length > bytes()) {
            throw outOfBounds(address, length);
        }
    }

    final WasmRuntimeException outOfBounds(int address, int length) {
        return new WasmRuntimeException("out of bounds memory access: " + Integer.toUnsignedString(length)
                + " bytes at address " + Integer.toUnsignedString(address) + " of a memory of " + bytes() + " bytes");
    }

    /** Copies bytes out. */
    final void copyOut(int address, byte[] target, int offset, int length) {
        check(address, length);
        int from = address;
        int to = offset;
        int end = offset + length;
        while (to < end) {
            int part = Math.min(end - to, SIZE - (from & MASK));
            pay(part);
            System.arraycopy(readable[from >>> SHIFT], from & MASK, target, to, part);
            from += part;
            to += part;
        }
    }

    /** Copies bytes in. */
    final void copyIn(int address, byte[] source, int offset, int length) {
        check(address, length);
        int from = offset;
        int to = address;
        int end = offset + length;
        while (from < end) {
            int part = Math.min(end - from, SIZE - (to & MASK));
            pay(part);
            System.arraycopy(source, from, writable(to >>> SHIFT), to & MASK, part);
            from += part;
            to += part;
        }
    }

    /** Sets all bytes in a range; granules that become all zeros are shared again. */
    public final void fill(byte value, int fromIndex, int toIndex) {
        check(fromIndex, toIndex - fromIndex);
        int to = fromIndex;
        while (to < toIndex) {
            int part = Math.min(toIndex - to, SIZE - (to & MASK));
            pay(part);
            fillGranule(to >>> SHIFT, to & MASK, part, value);
            to += part;
        }
    }

    @SuppressWarnings("ReferenceEquality") // the granule of zeros is one object
    private void fillGranule(int index, int offset, int length, byte value) {
        if (value != 0) {
            Arrays.fill(writable(index), offset, offset + length, value);
        } else if (length == SIZE) {
            replace(index, ZERO);
        } else if (readable[index] != ZERO) {
            Arrays.fill(writable(index), offset, offset + length, value);
        }
    }

    /** Moves bytes within the memory; the ranges may overlap. */
    public final void copy(int dest, int src, int size) {
        check(dest, size);
        check(src, size);
        if (dest > src && dest < src + size) {
            copyBackward(dest, src, size);
        } else if (dest != src) {
            copyForward(dest, src, size);
        }
    }

    private void copyForward(int dest, int src, int size) {
        int done = 0;
        while (done < size) {
            int to = dest + done;
            int from = src + done;
            int part = Math.min(size - done, SIZE - Math.max(to & MASK, from & MASK));
            pay(part);
            copyWithin(to, from, part);
            done += part;
        }
    }

    private void copyBackward(int dest, int src, int size) {
        int left = size;
        while (left > 0) {
            int toEnd = ((dest + left - 1) & MASK) + 1;
            int fromEnd = ((src + left - 1) & MASK) + 1;
            int part = Math.min(left, Math.min(toEnd, fromEnd));
            pay(part);
            left -= part;
            copyWithin(dest + left, src + left, part);
        }
    }

    /** Copies at most a granule, from within one granule to within one; a whole one that is shared is shared once more. */
    private void copyWithin(int to, int from, int length) {
        int source = from >>> SHIFT;
        if (length == SIZE && owned[source] == null) {
            replace(to >>> SHIFT, readable[source]);
        } else {
            byte[] target = writable(to >>> SHIFT);
            System.arraycopy(readable[source], from & MASK, target, to & MASK, length);
        }
    }

    /**
     * Hands out the content as it is now; from here on every granule is shared. Granules that hold nothing but zeros
     * become the one granule of zeros.
     */
    final GranuleTable share() {
        int count = pages * PER_PAGE;
        for (int i = 0; i < count; i++) {
            byte[] own = owned[i];
            if (own != null && Arrays.equals(own, ZERO)) {
                replace(i, ZERO);
            } else if (own != null) {
                owned[i] = null;
                ownedCount--;
                count(i);
            }
        }
        return GranuleTable.own(Arrays.copyOf(readable, count));
    }

    /** Puts a granule here that is shared; what the instance kept here goes. */
    private void replace(int index, byte[] granule) {
        readable[index] = granule;
        boolean own = owned[index] != null;
        if (own) {
            owned[index] = null;
            ownedCount--;
        }
        BitSet captured = counted;
        if (captured != null && captured.get(index)) {
            captured.clear(index);
            reservation.giveBack(GRANULE_COST);
        } else if (own) {
            reservation.giveBack(GRANULE_COST);
        }
    }

    private void take(int index) {
        if (counted == null || !counted.get(index)) {
            reservation.take(GRANULE_COST);
        }
    }

    private void count(int index) {
        BitSet captured = counted;
        if (captured == null) {
            captured = new BitSet(readable.length);
            counted = captured;
        }
        captured.set(index);
    }

    private byte[] writable(int index) {
        byte[] own = owned[index];
        return own != null ? own : own(index);
    }

    private void pay(int bytes) {
        charge((bytes + (1 << BYTES_PER_UNIT_SHIFT) - 1) >> BYTES_PER_UNIT_SHIFT);
    }
}
