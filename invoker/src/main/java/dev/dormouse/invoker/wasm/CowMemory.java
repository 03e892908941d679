package dev.dormouse.invoker.wasm;

import static run.endive.runtime.ConstantEvaluators.computeConstantValue;

import dev.dormouse.snapshot.GranuleTable;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.Memory;
import run.endive.runtime.WasmRuntimeException;
import run.endive.wasm.UninstantiableException;
import run.endive.wasm.types.ActiveDataSegment;
import run.endive.wasm.types.DataSegment;
import run.endive.wasm.types.PassiveDataSegment;

/**
 * The engine's view of a copy-on-write memory: loads and stores of each width.
 *
 * <p>The only implementation of {@link Memory} in the process. A second one would make each load and store of every
 * module a choice between two, which costs all guests a part of their speed for good.
 *
 * <p>A load or store inside one granule is the fast path: an index, a bounds check that Java makes anyway, one access
 * through a view of the bytes. Where Java's check fails, the access was outside of the memory (see {@link Granules}),
 * and its exception is turned into the trap. What crosses a border between granules is put together from bytes.
 *
 * <p>It is also where host functions find the instance that calls them, see {@link #caller()}.
 *
 * <p>Confined to the thread that runs the instance. Memories are never shared between threads, so the atomic
 * operations that Endive makes of these under {@link #lock} are atomic.
 */
final class CowMemory extends Granules implements Memory {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle FLOAT = MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle DOUBLE =
            MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

    private final int initialPages;
    private DataSegment[] segments = {};
    private @Nullable HostCall caller;

    /** A memory with the content of {@code image}, which may grow to {@code maximumPages}. */
    CowMemory(GranuleTable image, int maximumPages, MemoryReservation reservation) {
        super(image, maximumPages, reservation);
        this.initialPages = image.pages();
    }

    /** A memory of zeros. */
    static CowMemory zeros(int pages, int maximumPages, MemoryReservation reservation) {
        CowMemory memory = new CowMemory(GranuleTable.empty(), maximumPages, reservation);
        memory.grow(pages);
        return memory;
    }

    /** The instance that this memory belongs to, as host functions see it. */
    HostCall caller() {
        if (caller == null) {
            throw new IllegalStateException("A memory belongs to an instance before the guest runs.");
        }
        return caller;
    }

    void belongTo(HostCall instance) {
        caller = instance;
    }

    @Override
    public int initialPages() {
        return initialPages;
    }

    @Override
    public boolean shared() {
        return false;
    }

    /** Does nothing: a memory begins as zeros or as its image, and the engine asks for this before that only. */
    @Override
    public void zero() {}

    // Loads and stores inside a granule.

    @Override
    public byte read(int addr) {
        try {
            return readable[addr >>> SHIFT][addr & MASK];
        } catch (IndexOutOfBoundsException | NullPointerException e) {
            throw outOfBounds(addr, Byte.BYTES);
        }
    }

    @Override
    public short readShort(int addr) {
        int offset = addr & MASK;
        if (offset > SIZE - Short.BYTES) {
            return (short) readAcross(addr, Short.BYTES);
        }
        try {
            return (short) SHORT.get(readable[addr >>> SHIFT], offset);
        } catch (IndexOutOfBoundsException | NullPointerException e) {
            throw outOfBounds(addr, Short.BYTES);
        }
    }

    @Override
    public int readInt(int addr) {
        int offset = addr & MASK;
        if (offset > SIZE - Integer.BYTES) {
            return (int) readAcross(addr, Integer.BYTES);
        }
        try {
            return (int) INT.get(readable[addr >>> SHIFT], offset);
        } catch (IndexOutOfBoundsException | NullPointerException e) {
            throw outOfBounds(addr, Integer.BYTES);
        }
    }

    @Override
    public long readLong(int addr) {
        int offset = addr & MASK;
        if (offset > SIZE - Long.BYTES) {
            return readAcross(addr, Long.BYTES);
        }
        try {
            return (long) LONG.get(readable[addr >>> SHIFT], offset);
        } catch (IndexOutOfBoundsException | NullPointerException e) {
            throw outOfBounds(addr, Long.BYTES);
        }
    }

    @Override
    public float readFloat(int addr) {
        int offset = addr & MASK;
        if (offset > SIZE - Float.BYTES) {
            return Float.intBitsToFloat((int) readAcross(addr, Float.BYTES));
        }
        try {
            return (float) FLOAT.get(readable[addr >>> SHIFT], offset);
        } catch (IndexOutOfBoundsException | NullPointerException e) {
            throw outOfBounds(addr, Float.BYTES);
        }
    }

    @Override
    public double readDouble(int addr) {
        int offset = addr & MASK;
        if (offset > SIZE - Double.BYTES) {
            return Double.longBitsToDouble(readAcross(addr, Double.BYTES));
        }
        try {
            return (double) DOUBLE.get(readable[addr >>> SHIFT], offset);
        } catch (IndexOutOfBoundsException | NullPointerException e) {
            throw outOfBounds(addr, Double.BYTES);
        }
    }

    @Override
    public void writeByte(int addr, byte data) {
        try {
            byte[] granule = owned[addr >>> SHIFT];
            if (granule == null) {
                granule = own(addr >>> SHIFT);
            }
            granule[addr & MASK] = data;
        } catch (IndexOutOfBoundsException | NullPointerException e) {
            throw outOfBounds(addr, Byte.BYTES);
        }
    }

    @Override
    public void writeShort(int addr, short data) {
        int offset = addr & MASK;
        if (offset > SIZE - Short.BYTES) {
            writeAcross(addr, data, Short.BYTES);
            return;
        }
        try {
            byte[] granule = owned[addr >>> SHIFT];
            if (granule == null) {
                granule = own(addr >>> SHIFT);
            }
            SHORT.set(granule, offset, data);
        } catch (IndexOutOfBoundsException | NullPointerException e) {
            throw outOfBounds(addr, Short.BYTES);
        }
    }

    @Override
    public void writeI32(int addr, int data) {
        int offset = addr & MASK;
        if (offset > SIZE - Integer.BYTES) {
            writeAcross(addr, data, Integer.BYTES);
            return;
        }
        try {
            byte[] granule = owned[addr >>> SHIFT];
            if (granule == null) {
                granule = own(addr >>> SHIFT);
            }
            INT.set(granule, offset, data);
        } catch (IndexOutOfBoundsException | NullPointerException e) {
            throw outOfBounds(addr, Integer.BYTES);
        }
    }

    @Override
    public void writeLong(int addr, long data) {
        int offset = addr & MASK;
        if (offset > SIZE - Long.BYTES) {
            writeAcross(addr, data, Long.BYTES);
            return;
        }
        try {
            byte[] granule = owned[addr >>> SHIFT];
            if (granule == null) {
                granule = own(addr >>> SHIFT);
            }
            LONG.set(granule, offset, data);
        } catch (IndexOutOfBoundsException | NullPointerException e) {
            throw outOfBounds(addr, Long.BYTES);
        }
    }

    @Override
    public void writeF32(int addr, float data) {
        int offset = addr & MASK;
        if (offset > SIZE - Float.BYTES) {
            writeAcross(addr, Float.floatToRawIntBits(data), Float.BYTES);
            return;
        }
        try {
            byte[] granule = owned[addr >>> SHIFT];
            if (granule == null) {
                granule = own(addr >>> SHIFT);
            }
            FLOAT.set(granule, offset, data);
        } catch (IndexOutOfBoundsException | NullPointerException e) {
            throw outOfBounds(addr, Float.BYTES);
        }
    }

    @Override
    public void writeF64(int addr, double data) {
        int offset = addr & MASK;
        if (offset > SIZE - Double.BYTES) {
            writeAcross(addr, Double.doubleToRawLongBits(data), Double.BYTES);
            return;
        }
        try {
            byte[] granule = owned[addr >>> SHIFT];
            if (granule == null) {
                granule = own(addr >>> SHIFT);
            }
            DOUBLE.set(granule, offset, data);
        } catch (IndexOutOfBoundsException | NullPointerException e) {
            throw outOfBounds(addr, Double.BYTES);
        }
    }

    // The interpreter's forms of the same.

    @Override
    public long readU16(int addr) {
        return Short.toUnsignedLong(readShort(addr));
    }

    @Override
    public long readF32(int addr) {
        return readInt(addr);
    }

    @Override
    public long readF64(int addr) {
        return readLong(addr);
    }

    // Loads and stores across a border between granules.

    private long readAcross(int addr, int bytes) {
        check(addr, bytes);
        long value = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            value = (value << Byte.SIZE) | Byte.toUnsignedLong(read(addr + i));
        }
        return value;
    }

    private void writeAcross(int addr, long value, int bytes) {
        check(addr, bytes);
        for (int i = 0; i < bytes; i++) {
            writeByte(addr + i, (byte) (value >>> (i * Byte.SIZE)));
        }
    }

    // Bulk.

    @Override
    public void write(int addr, byte[] data, int offset, int size) {
        if (offset < 0 || size < 0 || (long) offset + size > data.length) {
            throw new WasmRuntimeException("out of bounds memory access: " + Integer.toUnsignedString(size)
                    + " bytes at " + Integer.toUnsignedString(offset) + " of a segment of " + data.length);
        }
        copyIn(addr, data, offset, size);
    }

    @Override
    public byte[] readBytes(int addr, int len) {
        check(addr, len);
        byte[] bytes = new byte[len];
        copyOut(addr, bytes, 0, len);
        return bytes;
    }

    // Data segments.

    /**
     * Keeps the segments for {@code memory.init}, copies the active ones to where they belong and drops them, as the
     * specification has it.
     */
    @Override
    public void initialize(run.endive.runtime.Instance instance, DataSegment[] dataSegments, int memoryIndex) {
        segments = dataSegments;
        for (int i = 0; i < segments.length; i++) {
            if (segments[i] instanceof ActiveDataSegment active && active.index() == memoryIndex) {
                int address = (int) computeConstantValue(instance, active.offsetInstructions())[0];
                byte[] data = active.data();
                try {
                    copyIn(address, data, 0, data.length);
                } catch (WasmRuntimeException e) {
                    throw new UninstantiableException(e.getMessage(), e);
                }
                drop(i);
            }
        }
    }

    @Override
    public void initialize(run.endive.runtime.Instance instance, DataSegment[] dataSegments) {
        initialize(instance, dataSegments, 0);
    }

    @Override
    public void initPassiveSegment(int segmentId, int dest, int offset, int size) {
        write(dest, segments[segmentId].data(), offset, size);
    }

    @Override
    public void drop(int segment) {
        segments[segment] = PassiveDataSegment.EMPTY;
    }

    // Threads: there are none.

    @Override
    public void atomicFence() {}

    @Override
    @SuppressWarnings("removal")
    public Object lock(int address) {
        return this;
    }

    @Override
    @SuppressWarnings("removal")
    public int waitOn(int address, int expected, long timeout) {
        throw new WasmRuntimeException("expected shared memory");
    }

    @Override
    @SuppressWarnings("removal")
    public int waitOn(int address, long expected, long timeout) {
        throw new WasmRuntimeException("expected shared memory");
    }

    @Override
    @SuppressWarnings("removal")
    public int notify(int address, int maxThreads) {
        check(address, Integer.BYTES);
        return 0;
    }
}
