package dev.dormouse.invoker.wasm;

/**
 * A guest's linear memory as host functions see it.
 *
 * <p>Addresses and lengths are unsigned 32-bit numbers as they come from the guest, widened to {@code long}. Each
 * method checks the whole range before it touches a byte and throws {@link GuestStop} (a trap "out of bounds memory
 * access") if the range leaves the memory, so a host function may pass on what a guest gave it.
 */
public interface GuestMemory {
    /** Size in bytes. */
    long size();

    /** Copies {@code length} bytes at {@code address} into {@code target} at {@code offset}. */
    void read(long address, byte[] target, int offset, int length);

    /** Copies {@code length} bytes of {@code source} at {@code offset} to {@code address}. */
    void write(long address, byte[] source, int offset, int length);

    /** The 32-bit number at {@code address}, little-endian. */
    int readInt(long address);

    /** Writes a 32-bit number at {@code address}, little-endian. */
    void writeInt(long address, int value);

    /** The 64-bit number at {@code address}, little-endian. */
    long readLong(long address);

    /** Writes a 64-bit number at {@code address}, little-endian. */
    void writeLong(long address, long value);

    /** Throws unless {@code length} bytes at {@code address} are within the memory. */
    void check(long address, long length);
}
