package dev.dormouse.snapshot.object.tiered;

import dev.dormouse.snapshot.object.StoreUnavailableException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** One request that several threads wait for. Thread-safe. */
final class Fetch {
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile boolean outdated;
    private volatile Optional<byte[]> found = Optional.empty();

    /** The object was created or deleted meanwhile: what comes may be from before. */
    void outdate() {
        outdated = true;
    }

    boolean isStillTrue() {
        return !outdated;
    }

    void finish(Optional<byte[]> result) {
        found = result;
        done.countDown();
    }

    /** What it found; nothing if there was nothing, or it failed, or is from before a change. */
    Optional<byte[]> await() throws StoreUnavailableException {
        try {
            done.await();
            return found;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("The wait for another thread's read was interrupted.", e);
        }
    }
}
