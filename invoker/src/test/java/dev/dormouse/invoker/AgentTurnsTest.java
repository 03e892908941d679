package dev.dormouse.invoker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.invoker.execution.InvocationResult;
import dev.dormouse.invoker.registry.Precondition;
import dev.dormouse.scheduler.Admission;
import dev.dormouse.scheduler.Outcome;
import dev.dormouse.scheduler.SchedulerSettings;
import dev.dormouse.snapshot.AgentId;
import dev.dormouse.snapshot.FunctionName;
import dev.dormouse.snapshot.object.FaultPoints;
import dev.dormouse.snapshot.object.memory.HeapObjectStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Messages that meet: order, bounds, repeats. */
@Timeout(120)
class AgentTurnsTest {
    private final HeapObjectStore store = new HeapObjectStore(InstantSource.system(), 1L << 30);
    private final AtomicReference<FaultPoints> faults = new AtomicReference<>(FaultPoints.NONE);
    private final RuntimeFixture runtime = RuntimeFixture.on(store, world -> {
        world.scheduler(new SchedulerSettings(64, 64, 64, 64, 3, Duration.ofSeconds(2), Duration.ofSeconds(60)));
        world.faults(point -> faults.get().reach(point));
    });

    @AfterEach
    void close() {
        runtime.close();
    }

    /** Holds the first one that comes to a point. */
    private final class Barrier implements FaultPoints {
        private final String point;
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch open = new CountDownLatch(1);

        Barrier(String point) {
            this.point = point;
            faults.set(this);
        }

        @Override
        public void reach(String step) {
            if (step.equals(point)) {
                reached.countDown();
                await(open);
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String count(int n) {
        return "global=" + n + " memory=" + n + " table=" + n + "\n";
    }

    @Test
    void aFullMailboxRefusesTheNextMessageAndNoOtherAgents() throws Exception {
        runtime.deploy("counter", "counter.wasm");
        Barrier barrier = new Barrier("agent.commit");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<InvocationResult>> sent = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                sent.add(threads.submit(() -> runtime.send("counter", "a", "")));
            }
            await(barrier.reached);
            InvocationResult refused = firstDone(sent);
            assertThat(refused.outcome()).isEqualTo(Outcome.REJECTED);
            assertThat(refused.answer()).isInstanceOfSatisfying(InvocationResult.Failed.class, failed -> {
                assertThat(failed.rejection()).contains(Admission.Reason.AGENT_AT_LIMIT);
                assertThat(failed.retryAfter()).contains(Duration.ofSeconds(2));
            });
            faults.set(FaultPoints.NONE);
            assertThat(RuntimeFixture.text(runtime.send("counter", "b", ""))).isEqualTo(count(1));
            barrier.open.countDown();
            long answered = 0;
            for (Future<InvocationResult> one : sent) {
                answered += one.get().outcome() == Outcome.OK ? 1 : 0;
            }
            assertThat(answered).isEqualTo(4);
        }
        assertThat(RuntimeFixture.text(runtime.send("counter", "a", ""))).isEqualTo(count(5));
    }

    private static InvocationResult firstDone(List<Future<InvocationResult>> sent) throws Exception {
        while (true) {
            for (Future<InvocationResult> one : sent) {
                if (one.isDone()) {
                    return one.get();
                }
            }
            Thread.onSpinWait();
        }
    }

    @Test
    void messagesOfOneAgentRunOneAtATimeAndEachCountsOnce() throws Exception {
        runtime.deploy("counter", "counter.wasm");
        TreeSet<String> answers = new TreeSet<>();
        TreeSet<Long> generations = new TreeSet<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < 25; round++) {
                List<Future<InvocationResult>> sent = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    sent.add(threads.submit(() -> runtime.send("counter", "a", "")));
                }
                for (Future<InvocationResult> one : sent) {
                    answers.add(RuntimeFixture.text(one.get()));
                    generations.add(one.get().facts().generation());
                }
            }
        }
        assertThat(answers)
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, 100)
                        .mapToObj(AgentTurnsTest::count)
                        .toList());
        assertThat(generations).hasSize(100).contains(1L, 100L);
    }

    @Test
    void concurrentRepeatsRunOnce() throws Exception {
        runtime.deploy("counter", "counter.wasm");
        for (int round = 1; round <= 10; round++) {
            String key = "round-" + round;
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<InvocationResult>> sent = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    sent.add(threads.submit(() -> runtime.send("counter", "a", key, "body")));
                }
                for (Future<InvocationResult> one : sent) {
                    assertThat(RuntimeFixture.text(one.get())).isEqualTo(count(round));
                    assertThat(one.get().facts().generation()).isEqualTo(round);
                }
            }
        }
    }

    @Test
    void memoryOfGuestsIsGivenBackWithTheLastWarmAgent() {
        runtime.deploy("counter", "counter.wasm");
        for (int i = 0; i < 50; i++) {
            runtime.send("counter", "agent-" + i, "").close();
        }
        assertThat(runtime.guestMemoryBytes()).isPositive();
        for (int i = 0; i < 50; i++) {
            runtime.agents().suspend(new AgentId(new FunctionName("counter"), "agent-" + i), new Precondition.None());
        }
        assertThat(runtime.guestMemoryBytes()).isZero();
    }
}
