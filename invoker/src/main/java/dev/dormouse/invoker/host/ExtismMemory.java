package dev.dormouse.invoker.host;

import dev.dormouse.invoker.wasm.MemoryReservation;
import org.jspecify.annotations.Nullable;

/**
 * Host memory as Extism defines it: blocks, and which of them are input, output and error. What was made output or error
 * stays readable when its block is freed, as Extism's PDKs expect: they free it at once.
 */
final class ExtismMemory {
    private final Blocks blocks;
    private final MemoryReservation reservation;
    private final @Nullable RequestBody body;
    private boolean inputKnown;
    private long inputOffset;
    private Slice input = Slice.EMPTY;
    private Slice output = Slice.EMPTY;
    private long errorOffset;
    private Slice error = Slice.EMPTY;

    /** @param body the input, unless the guest chooses another; none if there is no request */
    ExtismMemory(HostLimits limits, MemoryReservation reservation, @Nullable RequestBody body) {
        this.blocks = new Blocks(limits, reservation);
        this.reservation = reservation;
        this.body = body;
    }

    Blocks blocks() {
        return blocks;
    }

    /** The input. A request's body is read whole when it is first asked for. */
    Slice input() {
        if (!inputKnown) {
            byte[] whole = body == null ? new byte[0] : body.whole(blocks.room(), reservation);
            chooseInput(blocks.adopt(whole), Slice.of(whole));
        }
        return input;
    }

    /** Offset at which {@link #input()} lies; 0 if it is empty. */
    long inputOffset() {
        input();
        return inputOffset;
    }

    void chooseInput(long offset, Slice chosen) {
        inputKnown = true;
        inputOffset = chosen.isEmpty() ? 0 : offset;
        input = chosen;
    }

    Slice output() {
        return output;
    }

    void chooseOutput(Slice chosen) {
        output = chosen;
    }

    Slice error() {
        return error;
    }

    long errorOffset() {
        return errorOffset;
    }

    void chooseError(long offset, Slice text) {
        errorOffset = offset;
        error = text;
    }

    /** Ends the block that begins at {@code offset}; nothing happens if none does. */
    void free(long offset) {
        byte[] freed = blocks.remove(offset);
        boolean needed = input.isOf(freed) || output.isOf(freed) || error.isOf(freed);
        if (freed.length > 0 && !needed) {
            blocks.giveBack(freed);
        }
    }

    /** Ends all blocks; input, output and error are empty afterwards. */
    void reset() {
        release();
        chooseInput(0, Slice.EMPTY);
        chooseOutput(Slice.EMPTY);
        chooseError(0, Slice.EMPTY);
    }

    /** Ends all blocks at the end of the call; input, output and error are in the hands of whoever took them. */
    void release() {
        blocks.clear();
    }
}
