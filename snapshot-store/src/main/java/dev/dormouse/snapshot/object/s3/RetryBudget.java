package dev.dormouse.snapshot.object.s3;

import com.google.errorprone.annotations.concurrent.GuardedBy;

/**
 * How many requests may be repeated, over all calls together: each request pays in a tenth of a repetition, up to a
 * bound. So a store that answers nothing gets a tenth more requests than were asked of it, not several times as many.
 *
 * <p>Thread-safe.
 */
final class RetryBudget {
    private static final int TENTHS_OF_ONE = 10;
    private static final int MAX_TENTHS = 100 * TENTHS_OF_ONE;

    @GuardedBy("this")
    private int tenths = MAX_TENTHS;

    /** A request goes out that is no repetition. */
    synchronized void earn() {
        tenths = Math.min(MAX_TENTHS, tenths + 1);
    }

    /** Pays for one repetition, if there is enough. */
    synchronized boolean take() {
        if (tenths < TENTHS_OF_ONE) {
            return false;
        }
        tenths -= TENTHS_OF_ONE;
        return true;
    }
}
