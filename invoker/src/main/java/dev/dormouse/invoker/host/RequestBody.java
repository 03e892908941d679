package dev.dormouse.invoker.host;

import dev.dormouse.invoker.wasm.Completion;
import dev.dormouse.invoker.wasm.GuestStop;
import dev.dormouse.invoker.wasm.MemoryReservation;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request on its way to the guest. Whoever reads first owns it: taken whole, nothing is left for those
 * who read in chunks, and the other way round.
 *
 * <p>A failure of the source (the caller went away, sent too much, or broke a rule of its protocol) ends the guest's
 * call as cancelled and is kept for the trigger, which alone knows what to answer.
 */
final class RequestBody {
    private static final int FIRST_READ_BYTES = 1024;

    /** What a caller announces is not taken for granted: more than this is set aside only as it comes. */
    private static final int MAX_FIRST_READ_BYTES = 1 << 20;

    private static final byte[] NOTHING = new byte[0];

    private enum Owner {
        NOBODY,
        WHOLE,
        CHUNKS
    }

    private final InputStream source;
    private final long expected;
    private final HostLimits limits;
    private Owner owner = Owner.NOBODY;
    private @Nullable Exception failure;

    /** @param expected how long it is, as far as the caller said; else -1 */
    RequestBody(InputStream source, long expected, HostLimits limits) {
        this.source = source;
        this.expected = expected;
        this.limits = limits;
    }

    /**
     * All of it; empty if it was taken before.
     *
     * @param most how long it may be, so that a block can hold it
     * @param reservation where there must be room for it
     */
    byte[] whole(long most, MemoryReservation reservation) {
        if (owner != Owner.NOBODY) {
            return NOTHING;
        }
        owner = Owner.WHOLE;
        if (expected > most || most < 0) {
            throw limits.blocksFull();
        }
        if (expected < 0) {
            return whole(NOTHING, most, reservation);
        }
        long first = Math.min(expected, MAX_FIRST_READ_BYTES);
        reservation.ensure(first);
        return whole(new byte[(int) first], most, reservation);
    }

    /** All of it, of which so much is read at first as {@code bytes} holds. */
    private byte[] whole(byte[] first, long most, MemoryReservation reservation) {
        byte[] bytes = first;
        int length = 0;
        for (int count = fetch(bytes, 0, bytes.length);
                count >= 0;
                count = fetch(bytes, length, bytes.length - length)) {
            length += count;
            if (length < bytes.length) {
                continue;
            }
            int next = fetchOne();
            if (next < 0) {
                return bytes;
            }
            if (length >= most) {
                throw limits.blocksFull();
            }
            int longer = (int) Math.min(most, Math.max(FIRST_READ_BYTES, bytes.length * 2L));
            reservation.ensure((long) bytes.length + longer);
            bytes = Arrays.copyOf(bytes, longer);
            bytes[length++] = (byte) next;
        }
        return Arrays.copyOf(bytes, length);
    }

    /** The next bytes, at least one of at most {@code length}; -1 at the end or if the body was taken whole. */
    int read(byte[] target, int offset, int length) {
        if (owner == Owner.WHOLE) {
            return -1;
        }
        owner = Owner.CHUNKS;
        return fetch(target, offset, length);
    }

    /** What went wrong with the source. */
    Optional<Exception> failure() {
        return Optional.ofNullable(failure);
    }

    private int fetchOne() {
        byte[] one = new byte[1];
        return fetch(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    private int fetch(byte[] target, int offset, int length) {
        try {
            return source.read(target, offset, length);
        } catch (IOException | RuntimeException e) {
            failure = e;
            throw GuestStop.as(new Completion.Cancelled());
        }
    }
}
