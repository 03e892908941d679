package dev.dormouse.snapshot.format;

import dev.dormouse.snapshot.GranuleTable;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Lets equal granules of the agents of one function be one array in the heap.
 *
 * <p>It remembers a bounded number of granules, each weakly: it keeps none alive, and a granule that falls out costs
 * only that the next equal one is an array of its own. Contents are compared, never only their hashes. Thread-safe.
 */
public final class GranuleInterner {
    private final AtomicReferenceArray<@Nullable WeakReference<byte[]>> slots;
    private final int mask;

    /** @param slots how many granules it remembers; a power of two */
    public GranuleInterner(int slots) {
        if (Integer.bitCount(slots) != 1) {
            throw new IllegalArgumentException("The number of slots is a power of two; this one is " + slots + ".");
        }
        this.slots = new AtomicReferenceArray<>(slots);
        this.mask = slots - 1;
    }

    /** The granule whose content begins at {@code offset}: one that is known, or a new array. */
    byte[] shared(byte[] source, int offset) {
        int slot = slotOf(source, offset);
        byte[] known = known(slot, source, offset);
        return known != null
                ? known
                : remember(slot, Arrays.copyOfRange(source, offset, offset + GranuleTable.GRANULE_BYTES));
    }

    /** A known granule equal to {@code granule}, or that array itself, which nobody may write from here on. */
    public byte[] adopt(byte[] granule) {
        int slot = slotOf(granule, 0);
        byte[] known = known(slot, granule, 0);
        return known != null ? known : remember(slot, granule);
    }

    private byte @Nullable [] known(int slot, byte[] source, int offset) {
        int end = offset + GranuleTable.GRANULE_BYTES;
        byte[] zero = GranuleTable.zero();
        if (Arrays.equals(zero, 0, zero.length, source, offset, end)) {
            return zero;
        }
        WeakReference<byte[]> reference = slots.get(slot);
        byte[] known = reference == null ? null : reference.get();
        return known != null && Arrays.equals(known, 0, known.length, source, offset, end) ? known : null;
    }

    private byte[] remember(int slot, byte[] granule) {
        slots.set(slot, new WeakReference<>(granule));
        return granule;
    }

    private int slotOf(byte[] source, int offset) {
        CRC32C crc = new CRC32C();
        crc.update(source, offset, GranuleTable.GRANULE_BYTES);
        return (int) crc.getValue() & mask;
    }
}
