package dev.dormouse.invoker.wasm;

import org.jspecify.annotations.Nullable;

/**
 * Counts the fuel of the instance that it is part of.
 *
 * <p>The counter stands in the same object as the memory, because each loop and each call of the compiled code counts
 * down and the memory is what the code has at hand. Outside of a call nothing is counted: what the host does to an
 * instance is not the guest's to pay.
 *
 * <p>Confined to the thread that runs the instance.
 */
abstract sealed class Meter permits Granules {
    private int left;
    private @Nullable Budget budget;

    /** Uses one unit. */
    final void tick() {
        if (--left < 0) {
            left = 0;
            refill(1);
        }
    }

    /** Uses {@code units}. */
    final void charge(long units) {
        if (units <= left) {
            left -= (int) units;
        } else {
            refill(units);
        }
    }

    /** Begins a call. */
    final void open(Budget budget) {
        this.budget = budget;
        budget.enter();
        left = 0;
        left = budget.nextSlice();
    }

    /** Ends a call; what is left of the slice goes back. */
    final void close() {
        Budget open = budget;
        budget = null;
        if (open != null) {
            open.leave();
            open.giveBack(left);
        }
        left = 0;
    }

    /** Whether somebody cancelled the call that runs. */
    final boolean cancelled() {
        Budget open = budget;
        return open != null && open.cancelled();
    }

    private void refill(long units) {
        Budget open = budget;
        if (open == null) {
            return;
        }
        long missing = units - left;
        left = 0;
        int slice = open.nextSlice();
        while (missing > slice) {
            missing -= slice;
            slice = open.nextSlice();
        }
        left = slice - (int) missing;
    }
}
