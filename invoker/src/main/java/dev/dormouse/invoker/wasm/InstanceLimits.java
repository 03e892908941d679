package dev.dormouse.invoker.wasm;

/**
 * What one instance may grow to.
 *
 * @param memoryMaxBytes linear memory, in bytes; rounded down to whole pages of 64 KiB; {@code memory.grow} past it gives -1
 * @param tableMaxEntries entries of all tables together; {@code table.grow} past it gives -1
 */
public record InstanceLimits(long memoryMaxBytes, int tableMaxEntries) {
    public InstanceLimits {
        if (memoryMaxBytes < 0 || memoryMaxBytes > (1L << 31) - (64 << 10)) {
            throw new IllegalArgumentException(
                    "An instance's memory is limited to 0 bytes to 2 GiB less a page; this limit is " + memoryMaxBytes
                            + ".");
        }
        if (tableMaxEntries < 0) {
            throw new IllegalArgumentException(
                    "A limit on table entries is not negative; this one is " + tableMaxEntries + ".");
        }
    }
}
