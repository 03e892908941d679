package dev.dormouse.snapshot.object.watched;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.dormouse.snapshot.Ticker;
import dev.dormouse.snapshot.object.Listed;
import dev.dormouse.snapshot.object.ObjectStore;
import dev.dormouse.snapshot.object.StoreUnavailableException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Remembers whether a call failed since something was last created. While that is so, {@link #trouble} writes and
 * removes an object of its own, once a second at most: where nobody sends work as long as there is trouble, nobody else
 * would notice its end.
 *
 * <p>As thread-safe as the store below.
 */
public final class WatchedStore implements ObjectStore {
    /** Removed before each trial, so that what a killed process left of one is in nobody's way. */
    static final String TRIAL = "store/trial";

    /** As much room as a few messages need. */
    private static final byte[] CONTENT = new byte[64 << 10];

    private static final long BETWEEN_TRIALS_NANOS = 1_000_000_000;

    private final ObjectStore below;
    private final Ticker ticker;
    private final ReentrantLock trial = new ReentrantLock();

    @GuardedBy("trial")
    private OptionalLong triedAt = OptionalLong.empty();

    private volatile @Nullable String trouble;

    public WatchedStore(ObjectStore below, Ticker ticker) {
        this.below = below;
        this.ticker = ticker;
    }

    /** Why nothing can be written now, as a sentence; empty if something can. May ask the store. */
    public Optional<String> trouble() {
        if (trouble != null && trial.tryLock()) {
            try {
                tryIfDue();
            } finally {
                trial.unlock();
            }
        }
        return Optional.ofNullable(trouble);
    }

    @GuardedBy("trial")
    private void tryIfDue() {
        long now = ticker.nanos();
        if (triedAt.isPresent() && now - triedAt.getAsLong() < BETWEEN_TRIALS_NANOS) {
            return;
        }
        triedAt = OptionalLong.of(now);
        try {
            delete(TRIAL);
            Created ignored = createOnly(TRIAL, CONTENT);
            delete(TRIAL);
        } catch (StoreUnavailableException e) {
            // that is the trouble now
        }
    }

    private interface Call<T> {
        T run() throws StoreUnavailableException;
    }

    private <T> T watched(Call<T> call) throws StoreUnavailableException {
        try {
            return call.run();
        } catch (StoreUnavailableException e) {
            trouble = String.valueOf(e.getMessage());
            throw e;
        }
    }

    @Override
    public Created createOnly(String key, byte[] bytes) throws StoreUnavailableException {
        Created created = watched(() -> below.createOnly(key, bytes));
        if (created == Created.CREATED) {
            trouble = null;
        }
        return created;
    }

    @Override
    public Optional<byte[]> get(String key) throws StoreUnavailableException {
        return watched(() -> below.get(key));
    }

    @Override
    public Optional<byte[]> get(String key, long offset, int length) throws StoreUnavailableException {
        return watched(() -> below.get(key, offset, length));
    }

    @Override
    public List<Listed> list(String prefix, String after) throws StoreUnavailableException {
        return watched(() -> below.list(prefix, after));
    }

    @Override
    public void delete(String key) throws StoreUnavailableException {
        boolean ignored = watched(() -> {
            below.delete(key);
            return true;
        });
    }

    @Override
    public Instant clock() throws StoreUnavailableException {
        return below.clock();
    }

    @Override
    public void close() {
        below.close();
    }
}
