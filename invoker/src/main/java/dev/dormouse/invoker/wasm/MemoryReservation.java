package dev.dormouse.invoker.wasm;

/**
 * What one instance, and the host for it, has reserved of the {@link MemoryBudget}.
 *
 * <p>It belongs to the instance, not to a call: an instance that is kept between two messages keeps its reservation, and
 * whoever drops the instance closes it. What the host needs for one call only is given back at the end of the call;
 * whoever then keeps the instance calls {@link #trim}, and who keeps the answer takes its part along by {@link #split}.
 *
 * <p>Bytes are reserved in chunks, so that most steps of growth are a subtraction and a comparison. Confined to the
 * instance's thread; passed on with the instance.
 */
public final class MemoryReservation implements AutoCloseable {
    /** Reserved at a time. */
    static final int CHUNK_BYTES = 64 << 10;

    private static final MemoryReservation NONE = new MemoryReservation(new MemoryBudget(CHUNK_BYTES));

    private final MemoryBudget budget;
    private long reserved;
    private long unused;

    MemoryReservation(MemoryBudget budget) {
        this.budget = budget;
    }

    /** A reservation of nothing that takes nothing. */
    public static MemoryReservation none() {
        return NONE;
    }

    /**
     * Takes {@code bytes} that are about to be allocated.
     *
     * @throws GuestStop as {@link Completion.RuntimeFull} if all guests together have no such room
     */
    public void take(long bytes) {
        if (bytes > unused) {
            reserve(bytes);
        }
        unused -= bytes;
    }

    /** Makes sure that {@link #take} of {@code bytes} succeeds next; throws as that does. */
    public void ensure(long bytes) {
        if (bytes > unused) {
            reserve(bytes);
        }
    }

    /** Gives back what was taken and is garbage now. It stays reserved, for what comes next. */
    public void giveBack(long bytes) {
        unused += bytes;
    }

    /** Gives back to the budget what is reserved and not used. */
    public void trim() {
        budget.release(unused);
        reserved -= unused;
        unused = 0;
    }

    /**
     * Makes a reservation of its own of bytes that were given back here, for what outlives the instance.
     *
     * @param bytes how many; fewer go along if fewer are reserved
     */
    public MemoryReservation split(long bytes) {
        MemoryReservation part = new MemoryReservation(budget);
        part.reserved = Math.min(bytes, unused);
        unused -= part.reserved;
        reserved -= part.reserved;
        return part;
    }

    /** What is reserved, in bytes. */
    public long reservedBytes() {
        return reserved;
    }

    /** Gives everything back. May be called again. */
    @Override
    public void close() {
        if (reserved != 0) {
            budget.release(reserved);
        }
        reserved = 0;
        unused = 0;
    }

    private void reserve(long bytes) {
        long missing = bytes - unused;
        long chunks = Math.max(missing, CHUNK_BYTES);
        if (budget.tryReserve(chunks)) {
            add(chunks);
        } else if (budget.tryReserve(missing)) {
            add(missing);
        } else {
            throw GuestStop.as(
                    new Completion.RuntimeFull("The memory that all guests of this runtime may take together, "
                            + budget.maxBytes()
                            + " bytes, is used up. This is no limit of the function: try again later, or"
                            + " raise guest-memory-max-bytes."));
        }
    }

    private void add(long bytes) {
        reserved += bytes;
        unused += bytes;
    }
}
