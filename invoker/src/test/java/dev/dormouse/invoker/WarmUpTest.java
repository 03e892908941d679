package dev.dormouse.invoker;

import static dev.dormouse.invoker.RuntimeFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.invoker.deployment.WarmUpSettings;
import dev.dormouse.invoker.execution.agent.Alarm;
import dev.dormouse.scheduler.Outcome;
import dev.dormouse.snapshot.object.ForwardingStore;
import dev.dormouse.snapshot.object.Listed;
import dev.dormouse.snapshot.object.ObjectStore;
import dev.dormouse.snapshot.object.StoreUnavailableException;
import dev.dormouse.snapshot.object.memory.HeapObjectStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WarmUpTest {
    private static final Duration LONG = Duration.ofHours(1);
    private static final long MUCH = Long.MAX_VALUE;

    private final WatchedStore store = new WatchedStore(new HeapObjectStore(InstantSource.system(), 1 << 26));
    private final AtomicLong seconds = new AtomicLong();
    private final ManualAlarm alarm = new ManualAlarm();
    private final AtomicInteger finished = new AtomicInteger();
    private final RuntimeFixture before =
            RuntimeFixture.on(store, world -> world.clock(() -> Instant.ofEpochSecond(seconds.incrementAndGet())));

    @BeforeEach
    void deploy() {
        before.deploy("older", "headers.wasm");
        before.deploy("newer", "counter.wasm");
    }

    @AfterEach
    void close() {
        before.close();
    }

    @Test
    void firstCallersAfterARestartFindTheirFunctionsInTheHeap() {
        try (RuntimeFixture restarted = restarted(WarmUpSettings.DEFAULT)) {
            warmUp(restarted);

            assertThat(finished).hasValue(1);
            assertThat(restarted.invoke("older", "").facts().loadTier()).isEqualTo("heap");
            assertThat(restarted.invoke("newer", "").facts().loadTier()).isEqualTo("heap");
        }
    }

    @Test
    void functionAnswersAsIfItHadNeverRun() {
        String first = text(before.invoke("newer", ""));
        try (RuntimeFixture restarted = restarted(WarmUpSettings.DEFAULT)) {
            warmUp(restarted);

            assertThat(restarted.guestMemoryBytes()).isZero();
            assertThat(text(restarted.invoke("newer", ""))).isEqualTo(first);
        }
    }

    @Test
    void beginsWithTheLastDeployAndTakesNoMoreFunctionsThanItMay() {
        try (RuntimeFixture restarted = restarted(new WarmUpSettings(1, MUCH, LONG))) {
            warmUp(restarted);

            assertThat(restarted.liveRevisions()).isEqualTo(1);
            assertThat(restarted.invoke("newer", "").facts().loadTier()).isEqualTo("heap");
        }
    }

    @Test
    void loadsNoFurtherFunctionWhenLiveRevisionsHoldTheirPart() {
        try (RuntimeFixture restarted = restarted(new WarmUpSettings(8, 1, LONG))) {
            warmUp(restarted);

            assertThat(restarted.liveRevisions()).isEqualTo(1);
            assertThat(finished).hasValue(1);
        }
    }

    @Test
    void takesNoFurtherFunctionWhenItsTimeIsUp() {
        try (RuntimeFixture restarted = restarted(new WarmUpSettings(8, MUCH, Duration.ZERO))) {
            warmUp(restarted);

            assertThat(restarted.liveRevisions()).isZero();
            assertThat(finished).hasValue(1);
        }
    }

    @Test
    void waitsUntilNoInvocationRuns() {
        try (RuntimeFixture restarted = restarted(WarmUpSettings.DEFAULT)) {
            begin(restarted);
            store.whenRead(alarm::ringOnce);

            assertThat(restarted.invoke("older", "").facts().loadTier()).isEqualTo("disk");

            assertThat(restarted.liveRevisions()).isEqualTo(1);
            alarm.ringAll();
            assertThat(restarted.liveRevisions()).isEqualTo(2);
            assertThat(finished).hasValue(1);
        }
    }

    @Test
    void runtimeThatStopsLoadsNothingMore() {
        try (RuntimeFixture restarted = restarted(WarmUpSettings.DEFAULT)) {
            begin(restarted);
            restarted.cancelRunning();
            alarm.ringAll();

            assertThat(restarted.liveRevisions()).isZero();
            assertThat(finished).hasValue(0);
        }
    }

    @Test
    void functionThatCannotBeLoadedIsLeftToItsFirstCaller() throws Exception {
        Set<String> others = bases();
        before.deploy("newest", "echo.wasm");
        for (String base : bases()) {
            if (!others.contains(base)) {
                store.delete(base);
            }
        }
        try (RuntimeFixture restarted = restarted(WarmUpSettings.DEFAULT)) {
            warmUp(restarted);

            assertThat(finished).hasValue(1);
            assertThat(restarted.invoke("newest", "").outcome()).isEqualTo(Outcome.INTERNAL);
            assertThat(restarted.invoke("newer", "").facts().loadTier()).isEqualTo("heap");
        }
    }

    private Set<String> bases() throws StoreUnavailableException {
        return store.list("bases/", "").stream().map(Listed::key).collect(Collectors.toSet());
    }

    private RuntimeFixture restarted(WarmUpSettings settings) {
        return RuntimeFixture.on(store, world -> {
            world.warmUp(settings);
            world.alarm(alarm);
        });
    }

    private void begin(RuntimeFixture runtime) {
        runtime.warmUp(finished::incrementAndGet);
    }

    private void warmUp(RuntimeFixture runtime) {
        begin(runtime);
        alarm.ringAll();
    }

    /** Rings when the test says so, whatever the time. */
    private static final class ManualAlarm implements Alarm {
        private final Queue<Runnable> set = new ArrayDeque<>();

        @Override
        public void in(long nanos, Runnable task) {
            set.add(task);
        }

        void ringOnce() {
            set.remove().run();
        }

        void ringAll() {
            while (!set.isEmpty()) {
                ringOnce();
            }
        }
    }

    /** A store at whose next read something happens. */
    private static final class WatchedStore extends ForwardingStore {
        private Optional<Runnable> next = Optional.empty();

        WatchedStore(ObjectStore store) {
            super(store);
        }

        void whenRead(Runnable action) {
            next = Optional.of(action);
        }

        @Override
        public Optional<byte[]> get(String key) throws StoreUnavailableException {
            Optional<Runnable> action = next;
            next = Optional.empty();
            action.ifPresent(Runnable::run);
            return super.get(key);
        }
    }
}
