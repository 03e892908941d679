package dev.dormouse.invoker.execution;

import dev.dormouse.invoker.wasm.Budget;
import org.jspecify.annotations.Nullable;

/** The one who waits for an invocation's answer, and may stop waiting. {@link #leave} by any thread, all else by one. */
public final class Caller {
    private volatile boolean gone;
    private volatile @Nullable Budget budget;

    /** Nobody waits for the answer any more: the guest ends as cancelled, also if it begins only after this. */
    public void leave() {
        gone = true;
        Budget running = budget;
        if (running != null) {
            running.cancel();
        }
    }

    /** Whether nobody waits any more. */
    public boolean isGone() {
        return gone;
    }

    /** The guest is about to run within this budget. */
    void waitsFor(Budget running) {
        budget = running;
        if (gone) {
            running.cancel();
        }
    }
}
