package dev.dormouse.invoker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.invoker.execution.InvocationResult;
import dev.dormouse.scheduler.Outcome;
import dev.dormouse.snapshot.object.ForwardingStore;
import dev.dormouse.snapshot.object.Listed;
import dev.dormouse.snapshot.object.StoreUnavailableException;
import dev.dormouse.snapshot.object.memory.HeapObjectStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A store that gives no answer: callers learn what they can rely on, and a repeat with a key is safe. */
class AgentStoreTroubleTest {
    private final SilentStore store = new SilentStore();
    private final RuntimeFixture runtime = RuntimeFixture.on(store);

    @AfterEach
    void close() {
        store.silent = false;
        runtime.close();
    }

    /** Does what it is asked, or not, and says nothing about it. */
    private static final class SilentStore extends ForwardingStore {
        private volatile boolean silent;
        private volatile boolean applies;

        SilentStore() {
            super(new HeapObjectStore(InstantSource.system(), 1L << 30));
        }

        @Override
        public Created createOnly(String key, byte[] bytes) throws StoreUnavailableException {
            if (!silent || applies) {
                Created created = super.createOnly(key, bytes);
                if (!silent) {
                    return created;
                }
            }
            throw silence();
        }

        private static StoreUnavailableException silence() {
            return new StoreUnavailableException("The store is silent.");
        }

        private void speak() throws StoreUnavailableException {
            if (silent) {
                throw silence();
            }
        }

        @Override
        public Optional<byte[]> get(String key) throws StoreUnavailableException {
            speak();
            return super.get(key);
        }

        @Override
        public Optional<byte[]> get(String key, long offset, int length) throws StoreUnavailableException {
            speak();
            return super.get(key, offset, length);
        }

        @Override
        public List<Listed> list(String prefix, String after) throws StoreUnavailableException {
            speak();
            return super.list(prefix, after);
        }

        @Override
        public void delete(String key) throws StoreUnavailableException {
            speak();
            super.delete(key);
        }
    }

    private static String count(int n) {
        return "global=" + n + " memory=" + n + " table=" + n + "\n";
    }

    private void sendIntoSilence(boolean applies) {
        store.applies = applies;
        store.silent = true;
        InvocationResult unknown = runtime.send("counter", "a", "key", "body");
        store.silent = false;
        assertThat(unknown.outcome()).isEqualTo(Outcome.INTERNAL);
        assertThat(unknown.answer()).isInstanceOfSatisfying(InvocationResult.Declined.class, declined -> {
            assertThat(declined.refusal().kind()).isEqualTo(Refused.Kind.STORE_UNAVAILABLE);
            assertThat(declined.refusal().retryAfter()).isPresent();
            assertThat(declined.refusal()).hasMessageContaining("same Idempotency-Key");
        });
    }

    @Test
    void aCommitThatWasMadeInSilenceAnswersTheRepeat() {
        runtime.deploy("counter", "counter.wasm");
        runtime.send("counter", "a", "");
        sendIntoSilence(true);
        assertThat(RuntimeFixture.text(runtime.send("counter", "a", "key", "body")))
                .isEqualTo(count(2));
        assertThat(RuntimeFixture.text(runtime.send("counter", "a", ""))).isEqualTo(count(3));
    }

    @Test
    void aCommitThatWasNotMadeIsRunByTheRepeat() {
        runtime.deploy("counter", "counter.wasm");
        runtime.send("counter", "a", "");
        sendIntoSilence(false);
        assertThat(RuntimeFixture.text(runtime.send("counter", "a", "key", "body")))
                .isEqualTo(count(2));
        assertThat(RuntimeFixture.text(runtime.send("counter", "a", ""))).isEqualTo(count(3));
    }
}
