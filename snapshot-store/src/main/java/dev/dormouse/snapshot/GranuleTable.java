package dev.dormouse.snapshot;

import java.util.Arrays;

/**
 * The content of one linear memory as a table of granules of 4 KiB, shared and immutable.
 *
 * <p>The arrays are never written once they are here: every instance that resumes from the table, every snapshot
 * that holds a granule and the store share them. This is why {@link #granule(int)} may hand out the array itself; a
 * copy would undo the point of copy-on-write. Untouched memory costs one pointer a granule: all such entries are
 * the one {@link #zero()}.
 *
 * <p>Thread-safe, as all its content is immutable.
 */
public final class GranuleTable {
    /** log2 of the granule's size. */
    public static final int GRANULE_SHIFT = 12;

    /** Bytes in a granule. */
    public static final int GRANULE_BYTES = 1 << GRANULE_SHIFT;

    /** Granules in a Wasm page of 64 KiB. */
    public static final int GRANULES_PER_PAGE = (64 * 1024) / GRANULE_BYTES;

    private static final byte[] ZERO = new byte[GRANULE_BYTES];

    private static final GranuleTable EMPTY = new GranuleTable(new byte[0][]);

    private final byte[][] granules;

    private GranuleTable(byte[][] granules) {
        this.granules = granules;
    }

    /** The one granule of zeros, which stands for all untouched memory: to compare by identity and to read. */
    public static byte[] zero() {
        return ZERO;
    }

    /** A memory of no pages. */
    public static GranuleTable empty() {
        return EMPTY;
    }

    /**
     * Takes a table over.
     *
     * @param granules arrays of {@link #GRANULE_BYTES} each; from here on neither it nor they may be written
     * @throws IllegalArgumentException if the number of granules is not a whole number of pages
     */
    public static GranuleTable own(byte[][] granules) {
        if (granules.length % GRANULES_PER_PAGE != 0) {
            throw new IllegalArgumentException("A memory is a whole number of pages of " + GRANULES_PER_PAGE
                    + " granules; this one has " + granules.length + " granules.");
        }
        return new GranuleTable(granules);
    }

    /** Number of granules. */
    public int size() {
        return granules.length;
    }

    /** Number of Wasm pages of 64 KiB. */
    public int pages() {
        return granules.length / GRANULES_PER_PAGE;
    }

    /** The granule at {@code index}: to read, never to write. */
    public byte[] granule(int index) {
        return granules[index];
    }

    /** Copies the pointers, not the granules, into a new array that may have room for more. */
    public byte[][] pointers(int capacity) {
        return Arrays.copyOf(granules, capacity);
    }

    /** Number of granules that are not the {@link #zero()} granule. */
    @SuppressWarnings("ReferenceEquality") // the zero granule is one object
    public int materialized() {
        int count = 0;
        for (byte[] granule : granules) {
            if (granule != ZERO) {
                count++;
            }
        }
        return count;
    }
}
