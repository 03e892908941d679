package dev.dormouse.invoker.wasm;

import static run.endive.wasm.types.Value.REF_NULL_VALUE;

import dev.dormouse.snapshot.TableImage;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.Instance;
import run.endive.runtime.TableInstance;
import run.endive.runtime.WasmRuntimeException;
import run.endive.wasm.UninstantiableException;
import run.endive.wasm.types.Table;
import run.endive.wasm.types.TableLimits;

/**
 * A table whose entries are shared with the image that it was resumed from, until the first write.
 *
 * <p>A reference to a function is the function's index and the instance that it belongs to. In an image there are
 * only indices: all entries belong to the instance that owns the table, so resuming a table of any size is to take its
 * array. A module that imports tables could mix in functions of others; the runtime links no such module, but the
 * engine's contract has it, and {@code owners} keeps it.
 *
 * <p>The limits are its own. The engine's tables grow the limits of the module's declaration, which all instances
 * share: one instance that grows its table would change how the next one begins.
 *
 * <p>Each entry written by the guest costs a unit of fuel. Confined to the thread that runs the instance.
 */
final class CowTable extends TableInstance {
    /** What an entry takes in each array that has it. */
    private static final int ENTRY_BYTES = 4;

    private final Meter meter;
    private final TableAllowance allowance;
    private final MemoryReservation reservation;
    private final long maximum;
    private TableLimits limits;
    private int size;
    private int[] functions;
    private @Nullable TableImage image;
    private @Nullable Instance owner;
    private @Nullable Instance @Nullable [] owners;
    private @Nullable Object @Nullable [] objects;

    private CowTable(
            Table declaration,
            int[] functions,
            @Nullable TableImage image,
            Meter meter,
            TableAllowance allowance,
            MemoryReservation reservation) {
        super(new Table(declaration.elementType(), new TableLimits(0), declaration.initialize()), REF_NULL_VALUE);
        this.meter = meter;
        this.allowance = allowance;
        this.reservation = reservation;
        this.maximum = declaration.limits().max();
        this.size = functions.length;
        this.limits = new TableLimits(size, Math.max(size, maximum));
        this.functions = functions;
        this.image = image;
        if (elementType().isObjectRef()) {
            reservation.take((long) size * ENTRY_BYTES);
            objects = new Object[size];
        }
    }

    /**
     * A table as its declaration has it.
     *
     * @throws GuestStop if the allowance is too small for it
     */
    static CowTable fresh(
            Table declaration, int initialValue, Meter meter, TableAllowance allowance, MemoryReservation reservation) {
        int size = (int) declaration.limits().min();
        take(allowance, size);
        reservation.take((long) size * ENTRY_BYTES);
        int[] functions = new int[size];
        Arrays.fill(functions, initialValue);
        return new CowTable(declaration, functions, null, meter, allowance, reservation);
    }

    /**
     * A table with the content of {@code image}.
     *
     * @throws GuestStop if the allowance is too small for it
     */
    static CowTable resumed(
            Table declaration, TableImage image, Meter meter, TableAllowance allowance, MemoryReservation reservation) {
        take(allowance, image.size());
        return new CowTable(declaration, image.shared(), image, meter, allowance, reservation);
    }

    private static void take(TableAllowance allowance, int size) {
        if (!allowance.take(size)) {
            throw GuestStop.as(new Completion.OutOfMemory(
                    "The tables of an instance have more entries than its limit allows; a table of " + size
                            + " entries did not fit. Raise tableMaxEntries."));
        }
    }

    /** Says whose functions the entries are. */
    void belongTo(Instance instance) {
        owner = instance;
    }

    /** The content as it is now, from here on shared. */
    TableImage share() {
        if (image == null) {
            functions = functions.length == size ? functions : Arrays.copyOf(functions, size);
            image = TableImage.own(functions);
        }
        return image;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public TableLimits limits() {
        return limits;
    }

    @Override
    public int ref(int index) {
        if (index < 0 || index >= size) {
            throw new WasmRuntimeException("undefined element " + Integer.toUnsignedString(index));
        }
        return functions[index];
    }

    @Override
    public int requiredRef(int index) {
        int function = ref(index);
        if (function == REF_NULL_VALUE) {
            throw new WasmRuntimeException("uninitialized element " + index);
        }
        return function;
    }

    @Override
    public @Nullable Object objRef(int index) {
        if (index < 0 || index >= size) {
            throw new WasmRuntimeException("out of bounds table access");
        }
        return objects == null ? null : objects[index];
    }

    @Override
    public @Nullable Instance instance(int index) {
        return owners == null ? owner : owners[index];
    }

    @Override
    public void setRef(int index, int value, @Nullable Instance instance) {
        set(index, value, instance);
    }

    @Override
    public void setObjRef(int index, @Nullable Object ref, @Nullable Instance instance) {
        set(index, ref == null ? REF_NULL_VALUE : 0, instance);
        if (objects != null) {
            objects[index] = ref;
        }
    }

    private void set(int index, int value, @Nullable Instance instance) {
        if (index < 0 || index >= size) {
            throw new UninstantiableException("out of bounds table access");
        }
        meter.charge(1);
        unshare(size);
        adopt(instance);
        functions[index] = value;
        if (owners != null) {
            owners[index] = instance;
        }
    }

    @Override
    public int grow(int delta, int value, @Nullable Instance instance) {
        int before = size;
        if (!extend(delta)) {
            return -1;
        }
        adopt(instance);
        Arrays.fill(functions, before, size, value);
        if (owners != null) {
            Arrays.fill(owners, before, size, instance);
        }
        return before;
    }

    @Override
    public int growWithRef(int delta, @Nullable Object ref, @Nullable Instance instance) {
        int before = grow(delta, ref == null ? REF_NULL_VALUE : 0, instance);
        if (before >= 0 && objects != null) {
            Arrays.fill(objects, before, size, ref);
        }
        return before;
    }

    private boolean extend(int delta) {
        long after = size + Integer.toUnsignedLong(delta);
        if (after > maximum || !allowance.take(after - size)) {
            return false;
        }
        meter.charge(delta);
        int capacity = functions.length;
        if (after > capacity) {
            capacity = (int) Math.max(after, Math.min(size + (size >> 1), maximum));
        }
        unshare(capacity);
        int more = (owners == null ? 0 : capacity - owners.length) + (objects == null ? 0 : capacity - objects.length);
        reservation.take((long) more * ENTRY_BYTES);
        if (owners != null) {
            owners = Arrays.copyOf(owners, capacity);
        }
        if (objects != null) {
            objects = Arrays.copyOf(objects, capacity);
        }
        size = (int) after;
        limits = new TableLimits(size, Math.max(size, maximum));
        return true;
    }

    @Override
    public void reset() {
        unshare(functions.length);
        Arrays.fill(functions, REF_NULL_VALUE);
        if (objects != null) {
            Arrays.fill(objects, null);
        }
    }

    private void unshare(int capacity) {
        if (image != null || capacity > functions.length) {
            reservation.take((long) (image == null ? capacity - functions.length : capacity) * ENTRY_BYTES);
            functions = Arrays.copyOf(functions, capacity);
            image = null;
        }
    }

    /** Remembers who an entry belongs to; one instance for all entries as long as there is only one. */
    @SuppressWarnings("ReferenceEquality") // an instance is itself only
    private void adopt(@Nullable Instance instance) {
        if (owner == null) {
            owner = instance;
        } else if (owners == null && instance != null && instance != owner) {
            reservation.take((long) functions.length * ENTRY_BYTES);
            owners = new Instance[functions.length];
            Arrays.fill(owners, 0, size, owner);
        }
    }
}
