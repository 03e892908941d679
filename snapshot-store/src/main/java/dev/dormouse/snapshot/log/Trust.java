package dev.dormouse.snapshot.log;

import dev.dormouse.snapshot.object.ObjectStore;
import dev.dormouse.snapshot.object.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;

/**
 * Until when a view of the log may be believed.
 *
 * <p>Slots are deleted long after an index covers them, so a view that was found not to lie below an index is safe for
 * a while: a slot above its end that is missing was never used, and one that is there was never used before. After
 * that, a process that was paused might find a deleted slot and take it for the log's end. Both times are read from
 * the store's own clock; no clock of this machine takes part.
 *
 * <p>Owned by whoever has the partition's turn.
 */
final class Trust {
    private final ObjectStore store;
    private final Duration lasts;
    private Instant since = Instant.MIN;

    Trust(ObjectStore store, Duration lasts) {
        this.store = store;
        this.lasts = lasts;
    }

    /** Whether all answers that came up to now came in time. */
    boolean holds() throws StoreUnavailableException {
        return since.isAfter(store.clock().minus(lasts));
    }

    /** The view was verified by a request that was sent when the store's clock was at {@code sent}. */
    void renew(Instant sent) {
        since = sent.isAfter(since) ? sent : since;
    }
}
