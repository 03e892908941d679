package dev.dormouse.invoker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.invoker.execution.InvocationResult;
import dev.dormouse.scheduler.Outcome;
import dev.dormouse.snapshot.object.memory.HeapObjectStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two processes on one store: no answered message is lost, and each changed the state once. */
@Timeout(120)
class TwoRuntimesTest {
    private final HeapObjectStore store = new HeapObjectStore(InstantSource.system(), 1L << 30);
    private final RuntimeFixture one = RuntimeFixture.on(store);
    private final RuntimeFixture two;

    TwoRuntimesTest() {
        one.deploy("counter", "counter.wasm");
        two = RuntimeFixture.on(store);
    }

    @AfterEach
    void close() {
        one.close();
        two.close();
    }

    private static String count(long n) {
        return "global=" + n + " memory=" + n + " table=" + n + "\n";
    }

    @Test
    void messagesToEitherMakeOneChain() {
        for (int i = 1; i <= 30; i++) {
            RuntimeFixture runtime = i % 3 == 0 ? one : two;
            InvocationResult result = runtime.send("counter", "a", "");
            assertThat(RuntimeFixture.text(result)).isEqualTo(count(i));
            assertThat(result.facts().generation()).isEqualTo(i);
        }
    }

    @Test
    void messagesToBothAtOnceMakeOneChain() throws Exception {
        Map<String, List<Long>> generations = new HashMap<>();
        int refused = 0;
        Random random = new Random(7);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < 60; round++) {
                Map<Future<InvocationResult>, String> sent = new HashMap<>();
                for (int i = 0; i < 6; i++) {
                    String key = "agent-" + random.nextInt(3);
                    RuntimeFixture runtime = random.nextBoolean() ? one : two;
                    sent.put(threads.submit(() -> runtime.send("counter", key, "")), key);
                }
                for (Map.Entry<Future<InvocationResult>, String> message : sent.entrySet()) {
                    InvocationResult result = message.getKey().get();
                    if (result.outcome() == Outcome.OK) {
                        long generation = result.facts().generation();
                        assertThat(RuntimeFixture.text(result)).isEqualTo(count(generation));
                        generations
                                .computeIfAbsent(message.getValue(), key -> new ArrayList<>())
                                .add(generation);
                    } else {
                        assertThat(result.outcome()).isEqualTo(Outcome.REJECTED);
                        refused++;
                    }
                }
            }
        }
        generations.forEach((key, seen) -> {
            assertThat(seen).doesNotHaveDuplicates();
            long last = seen.size();
            assertThat(RuntimeFixture.text(one.send("counter", key, ""))).isEqualTo(count(last + 1));
            assertThat(RuntimeFixture.text(two.send("counter", key, ""))).isEqualTo(count(last + 2));
        });
        assertThat(refused).isLessThan(360);
    }

    @Test
    void aRepeatIsKnownToTheOtherProcess() {
        assertThat(RuntimeFixture.text(one.send("counter", "a", "key", "body"))).isEqualTo(count(1));
        assertThat(RuntimeFixture.text(two.send("counter", "a", "key", "body"))).isEqualTo(count(1));
        assertThat(RuntimeFixture.text(two.send("counter", "a", ""))).isEqualTo(count(2));
        assertThat(RuntimeFixture.text(one.send("counter", "a", "key", "body"))).isEqualTo(count(1));
    }

    @Test
    void anAgentOnARevisionThatTheOtherDeployedGoesOnHere() {
        one.deploy("counter", "counter.wasm", options -> options.fuel(123_456_789));
        one.send("counter", "fresh", "");
        InvocationResult result = two.send("counter", "fresh", "");
        assertThat(RuntimeFixture.text(result)).isEqualTo(count(2));
        assertThat(result.facts().revision().orElseThrow().number()).isEqualTo(2);
    }

    @Test
    void whoWasStoppedForDaysGoesOnFromTheNewestState() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
        HeapObjectStore later = new HeapObjectStore(now::get, 1L << 30);
        try (RuntimeFixture stopped = RuntimeFixture.on(later);
                RuntimeFixture busy = RuntimeFixture.on(later)) {
            stopped.deploy("counter", "counter.wasm");
            stopped.send("counter", "a", "first", "body");
            busy.deploy("counter", "counter.wasm");
            for (int i = 2; i <= 200; i++) {
                now.set(now.get().plus(Duration.ofMinutes(15)));
                assertThat(RuntimeFixture.text(busy.send("counter", "a", ""))).isEqualTo(count(i));
            }
            InvocationResult back = stopped.send("counter", "a", "");
            if (back.outcome() != Outcome.OK) { // its first commit went where the log had been deleted meanwhile
                assertThat(back.outcome()).isEqualTo(Outcome.INTERNAL);
                back = stopped.send("counter", "a", "");
            }
            assertThat(RuntimeFixture.text(back)).isEqualTo(count(201));
            assertThat(RuntimeFixture.text(busy.send("counter", "a", ""))).isEqualTo(count(202));
        }
    }
}
