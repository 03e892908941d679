package dev.dormouse.invoker.host;

import dev.dormouse.invoker.wasm.Completion;
import dev.dormouse.invoker.wasm.GuestStop;
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
    private static final byte[] NOTHING = new byte[0];

    private enum Owner {
        NOBODY,
        WHOLE,
        CHUNKS
    }

    private final InputStream source;
    private Owner owner = Owner.NOBODY;
    private @Nullable Exception failure;

    RequestBody(InputStream source) {
        this.source = source;
    }

    /**
     * All of it; empty if it was taken before.
     *
     * @param expected how long it is, if known; else -1
     * @param most how long it may be
     * @param tooLong what is thrown if it is longer
     */
    byte[] whole(long expected, long most, GuestStop tooLong) {
        if (owner != Owner.NOBODY) {
            return NOTHING;
        }
        owner = Owner.WHOLE;
        if (expected > most) {
            throw tooLong;
        }
        byte[] bytes =
                expected == 0 ? NOTHING : new byte[(int) Math.min(most, expected < 0 ? FIRST_READ_BYTES : expected)];
        int length = 0;
        while (true) {
            if (length == bytes.length) {
                int next = fetchOne();
                if (next < 0) {
                    return bytes;
                }
                if (length >= most) {
                    throw tooLong;
                }
                long capacity = Math.min(most, Math.max(FIRST_READ_BYTES, bytes.length * 2L));
                bytes = Arrays.copyOf(bytes, (int) capacity);
                bytes[length++] = (byte) next;
                continue;
            }
            int count = fetch(bytes, length, bytes.length - length);
            if (count < 0) {
                return Arrays.copyOf(bytes, length);
            }
            length += count;
        }
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
