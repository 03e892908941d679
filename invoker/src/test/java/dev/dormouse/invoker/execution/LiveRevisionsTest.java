package dev.dormouse.invoker.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.invoker.RuntimeFixture;
import dev.dormouse.invoker.registry.Precondition;
import dev.dormouse.snapshot.FunctionName;
import dev.dormouse.snapshot.object.ForwardingStore;
import dev.dormouse.snapshot.object.ObjectStore;
import dev.dormouse.snapshot.object.StoreUnavailableException;
import dev.dormouse.snapshot.object.memory.HeapObjectStore;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LiveRevisionsTest {
    private final HeldStore store = new HeldStore(new HeapObjectStore(InstantSource.system(), 1 << 26));
    private final RuntimeFixture first = RuntimeFixture.on(store);

    @AfterEach
    void close() {
        first.close();
    }

    @Test
    void revisionsOfADeletedFunctionGoAtOnce() {
        first.deploy("f", "echo.wasm");
        first.deploy("f", "headers.wasm");
        first.deploy("g", "echo.wasm");
        assertThat(first.liveRevisions()).isEqualTo(3);

        first.registry().delete(new FunctionName("f"), new Precondition.None());

        assertThat(first.liveRevisions()).isEqualTo(1);
        assertThat(first.invoke("g", "x").facts().loadTier()).isEqualTo("heap");
    }

    @Test
    void functionThatAnotherProcessDeletedGoesWhenThisOneHearsOfIt() {
        first.deploy("f", "echo.wasm");
        try (RuntimeFixture other = RuntimeFixture.on(store)) {
            other.registry().delete(new FunctionName("f"), new Precondition.None());
        }
        assertThat(first.liveRevisions()).isEqualTo(1);

        first.deploy("g", "headers.wasm");

        assertThat(first.liveRevisions()).isEqualTo(1);
        assertThat(first.invoke("g", "").facts().loadTier()).isEqualTo("heap");
    }

    @Test
    void revisionThatIsBeingLoadedIsNotTheFirstToMakeRoom() throws Exception {
        first.deploy("old", "headers.wasm");
        first.deploy("slow", "echo.wasm");
        first.deploy("new", "counter.wasm");
        try (RuntimeFixture second = RuntimeFixture.on(store, world -> world.liveRevisionsMax(2));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            second.invoke("old", "");
            store.hold();
            Future<InvocationResult> slow = threads.submit(() -> second.invoke("slow", "x"));
            store.awaitHeld();
            second.invoke("new", "");
            store.letGo();
            assertThat(slow.get().facts().loadTier()).isEqualTo("disk");

            assertThat(second.invoke("slow", "x").facts().loadTier()).isEqualTo("heap");
            assertThat(second.invoke("old", "").facts().loadTier()).isEqualTo("disk");
        }
    }

    /** A store that keeps one reader waiting. */
    private static final class HeldStore extends ForwardingStore {
        private final CountDownLatch held = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);
        private volatile boolean holding;

        HeldStore(ObjectStore below) {
            super(below);
        }

        void hold() {
            holding = true;
        }

        void awaitHeld() throws InterruptedException {
            held.await();
        }

        void letGo() {
            released.countDown();
        }

        private void pass() {
            if (holding) {
                holding = false;
                held.countDown();
                try {
                    released.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        @Override
        public Optional<byte[]> get(String key) throws StoreUnavailableException {
            pass();
            return super.get(key);
        }

        @Override
        public Optional<byte[]> get(String key, long offset, int length) throws StoreUnavailableException {
            pass();
            return super.get(key, offset, length);
        }
    }
}
