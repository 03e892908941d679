package dev.dormouse.invoker.wasm;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The heap that all guests of a process may make it hold together.
 *
 * <p>The limits of one instance and of one call say what one guest may take; their sum over all that run at a time may
 * be more than there is. So each instance, before the host allocates for it, reserves here, and a reservation that does
 * not fit ends the call as {@link Completion.RuntimeFull} where an allocation that does not fit would end the process.
 *
 * <p>Counted is what a guest makes grow: granules of its memory that are its own, the pointers to all of them, tables,
 * variables, host blocks, bodies that are buffered, answers until they are sent. Not counted are the images that
 * instances start from, compiled classes and thread stacks, which other limits bound.
 *
 * <p>Thread-safe.
 */
public final class MemoryBudget {
    private final long maxBytes;
    private final AtomicLong reserved = new AtomicLong();

    /** @param maxBytes of all reservations together */
    public MemoryBudget(long maxBytes) {
        if (maxBytes < MemoryReservation.CHUNK_BYTES) {
            throw new IllegalArgumentException("Guests need at least " + MemoryReservation.CHUNK_BYTES
                    + " bytes together; this budget has " + maxBytes + ". Raise guest-memory-max-bytes.");
        }
        this.maxBytes = maxBytes;
    }

    /** A reservation of nothing yet, for one instance. Whoever opens it closes it, however the instance ends. */
    public MemoryReservation open() {
        return new MemoryReservation(this);
    }

    /** What is reserved now, in bytes; 0 when there is no instance and no answer waits to be sent. */
    public long reservedBytes() {
        return reserved.get();
    }

    /** The most that may be reserved, in bytes. */
    public long maxBytes() {
        return maxBytes;
    }

    boolean tryReserve(long bytes) {
        long now = reserved.get();
        while (bytes <= maxBytes - now) {
            long witness = reserved.compareAndExchange(now, now + bytes);
            if (witness == now) {
                return true;
            }
            now = witness;
        }
        return false;
    }

    void release(long bytes) {
        reserved.addAndGet(-bytes);
    }
}
