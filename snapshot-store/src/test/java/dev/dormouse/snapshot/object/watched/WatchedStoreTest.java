package dev.dormouse.snapshot.object.watched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.snapshot.object.ForwardingStore;
import dev.dormouse.snapshot.object.ManualClock;
import dev.dormouse.snapshot.object.ObjectStore.Created;
import dev.dormouse.snapshot.object.StoreUnavailableException;
import dev.dormouse.snapshot.object.memory.HeapObjectStore;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WatchedStoreTest {
    private static final byte[] CONTENT = {1};
    private static final long SECOND = 1_000_000_000;

    private final AtomicLong nanos = new AtomicLong();
    private final FullStore below = new FullStore();
    private final WatchedStore store = new WatchedStore(below, nanos::get);

    /** Takes no object while it is full, and gives none while it is unreadable. */
    private static final class FullStore extends ForwardingStore {
        private boolean full;
        private boolean unreadable;
        private int creates;

        FullStore() {
            super(new HeapObjectStore(new ManualClock(), 1 << 20));
        }

        @Override
        public Created createOnly(String key, byte[] bytes) throws StoreUnavailableException {
            creates++;
            if (full) {
                throw new StoreUnavailableException("there is no room");
            }
            return super.createOnly(key, bytes);
        }

        @Override
        public Optional<byte[]> get(String key) throws StoreUnavailableException {
            if (unreadable) {
                throw new StoreUnavailableException("it cannot be read");
            }
            return super.get(key);
        }
    }

    private void fail(String key) {
        assertThatThrownBy(() -> store.createOnly(key, CONTENT)).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void asksNothingOfAStoreThatWorks() throws Exception {
        assertThat(store.createOnly("a", CONTENT)).isEqualTo(Created.CREATED);

        assertThat(store.trouble()).isEmpty();
        assertThat(below.creates).isEqualTo(1);
    }

    @Test
    void saysWhyTheLastCreateFailed() {
        below.full = true;
        fail("a");

        assertThat(store.trouble()).hasValue("there is no room");
    }

    @Test
    void noticesTheEndOfTroubleThoughNobodyWrites() throws Exception {
        below.full = true;
        fail("a");
        assertThat(store.trouble()).isPresent();
        below.full = false;

        nanos.addAndGet(SECOND);

        assertThat(store.trouble()).isEmpty();
        assertThat(store.list("", "")).isEmpty();
    }

    @Test
    void triesOnceASecondAtMost() {
        below.full = true;
        fail("a");
        for (int i = 0; i < 10; i++) {
            assertThat(store.trouble()).isPresent();
        }
        assertThat(below.creates).isEqualTo(2);

        nanos.addAndGet(SECOND - 1);
        assertThat(store.trouble()).isPresent();
        assertThat(below.creates).isEqualTo(2);
    }

    @Test
    void forgetsTroubleWhenAnObjectIsCreated() throws Exception {
        below.full = true;
        fail("a");
        below.full = false;

        assertThat(store.createOnly("a", CONTENT)).isEqualTo(Created.CREATED);

        assertThat(store.trouble()).isEmpty();
        assertThat(below.creates).isEqualTo(2);
    }

    @Test
    void triesToWriteWhenSomethingCannotBeRead() throws Exception {
        below.unreadable = true;
        assertThatThrownBy(() -> store.get("a")).isInstanceOf(StoreUnavailableException.class);
        below.full = true;
        assertThat(store.trouble()).hasValue("there is no room");
        below.full = false;
        nanos.addAndGet(SECOND);

        assertThat(store.trouble()).isEmpty();
    }

    @Test
    void isNotHinderedByWhatAKilledTrialHasLeft() throws Exception {
        assertThat(below.createOnly(WatchedStore.TRIAL, CONTENT)).isEqualTo(Created.CREATED);
        below.full = true;
        fail("a");
        below.full = false;

        assertThat(store.trouble()).isEmpty();
    }
}
