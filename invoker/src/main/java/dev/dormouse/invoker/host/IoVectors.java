package dev.dormouse.invoker.host;

import static dev.dormouse.invoker.host.HostModule.unsigned;

import dev.dormouse.invoker.wasm.GuestMemory;
import dev.dormouse.invoker.wasm.HostCall;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Ranges of a guest's memory for reading or writing; all of them lie within it. */
final class IoVectors {
    private static final int MAX_COUNT = 1024;
    private static final int VECTOR_BYTES = 8;

    private final long[] addresses;
    private final long[] lengths;
    private final long total;

    private IoVectors(long[] addresses, long[] lengths, long total) {
        this.addresses = addresses;
        this.lengths = lengths;
        this.total = total;
    }

    /** Reads {@code count} vectors; null if they are too many, or longer together than can be told to the guest. */
    static @Nullable IoVectors read(HostCall guest, long at, long count) {
        if (count > MAX_COUNT) {
            return null;
        }
        GuestMemory memory = guest.memory();
        memory.check(at, count * VECTOR_BYTES);
        guest.charge(count);
        long[] addresses = new long[(int) count];
        long[] lengths = new long[(int) count];
        long total = 0;
        for (int i = 0; i < count; i++) {
            addresses[i] = unsigned(memory.readInt(at + (long) i * VECTOR_BYTES));
            lengths[i] = unsigned(memory.readInt(at + (long) i * VECTOR_BYTES + Integer.BYTES));
            memory.check(addresses[i], lengths[i]);
            total += lengths[i];
        }
        return total > Integer.MAX_VALUE ? null : new IoVectors(addresses, lengths, total);
    }

    long total() {
        return total;
    }

    /** Spreads the first {@code count} bytes of {@code bytes} over the ranges. */
    void scatter(GuestMemory memory, byte[] bytes, int count) {
        int done = 0;
        for (int i = 0; done < count; i++) {
            int length = (int) Math.min(lengths[i], count - done);
            memory.write(addresses[i], bytes, done, length);
            done += length;
        }
    }

    /** Passes the content of the ranges on in chunks of at most {@code stepBytes}, which are valid during the call only. */
    void gather(GuestMemory memory, int stepBytes, Consumer<Slice> target) {
        byte[] chunk = new byte[(int) Math.min(total, stepBytes)];
        for (int i = 0; i < lengths.length; i++) {
            for (long done = 0; done < lengths[i]; ) {
                int length = (int) Math.min(chunk.length, lengths[i] - done);
                memory.read(addresses[i] + done, chunk, 0, length);
                target.accept(new Slice(chunk, 0, length));
                done += length;
            }
        }
    }
}
