package dev.dormouse.snapshot.format;

/**
 * What reading an image may take: an object that asks for more is refused before it is decoded.
 *
 * @param maxPages largest linear memory, in pages of 64 KiB
 * @param maxOtherBytes bound on all else: globals, tables, variables and the like
 */
public record DecodeLimits(int maxPages, long maxOtherBytes) {
    private static final int PAGE_BYTES = 64 * 1024;
    private static final int MAX_PAGES = 65_536;

    public DecodeLimits {
        if (maxPages < 0 || maxPages > MAX_PAGES || maxOtherBytes < 0) {
            throw new IllegalArgumentException("An image has 0 to " + MAX_PAGES + " pages and some other bytes; the"
                    + " limits are " + maxPages + " and " + maxOtherBytes + ".");
        }
    }

    /** Bound on the contents of all sections together. */
    long maxDecodedBytes() {
        return (long) maxPages * PAGE_BYTES + maxOtherBytes;
    }
}
