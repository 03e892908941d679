package dev.dormouse.invoker.wasm;

/** A memory as host functions see it: the guest's addresses, the guest's traps, the guest's fuel. */
final class HostView implements GuestMemory {
    private final CowMemory memory;

    HostView(CowMemory memory) {
        this.memory = memory;
    }

    @Override
    public long size() {
        return memory.bytes();
    }

    @Override
    public void read(long address, byte[] target, int offset, int length) {
        check(address, length);
        memory.copyOut((int) address, target, offset, length);
    }

    @Override
    public void write(long address, byte[] source, int offset, int length) {
        check(address, length);
        memory.copyIn((int) address, source, offset, length);
    }

    @Override
    public int readInt(long address) {
        check(address, Integer.BYTES);
        return memory.readInt((int) address);
    }

    @Override
    public void writeInt(long address, int value) {
        check(address, Integer.BYTES);
        memory.writeI32((int) address, value);
    }

    @Override
    public long readLong(long address) {
        check(address, Long.BYTES);
        return memory.readLong((int) address);
    }

    @Override
    public void writeLong(long address, long value) {
        check(address, Long.BYTES);
        memory.writeLong((int) address, value);
    }

    @Override
    public void check(long address, long length) {
        if (address < 0 || length < 0 || address > size() - length) {
            throw GuestStop.trap("out of bounds memory access: " + length + " bytes at address " + address
                    + " of a memory of " + size() + " bytes");
        }
    }
}
