package dev.dormouse.invoker;

import static dev.dormouse.invoker.RuntimeFixture.detail;
import static dev.dormouse.invoker.RuntimeFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.invoker.execution.InvocationResult;
import dev.dormouse.invoker.execution.RevisionSelector;
import dev.dormouse.scheduler.Outcome;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What guests take together: bounded, given back at every end, and nobody else's trouble. */
class GuestMemoryTest {
    private static final long ROOM_FOR_TWO = 10 << 20;

    private final RuntimeFixture runtime = RuntimeFixture.inHeap(ROOM_FOR_TWO);

    @AfterEach
    void close() {
        runtime.close();
    }

    @Test
    void guestThatFindsNoRoomEndsAloneAndTheOthersServeOn() throws Exception {
        runtime.deploy("hungry", "hungry.wasm");
        runtime.deploy("echo", "echo.wasm");
        assertThat(runtime.guestMemoryBytes()).isZero();
        HeldBody body = new HeldBody(2);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<InvocationResult>> fed = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                fed.add(threads.submit(() -> runtime.invoke("hungry", "/", RevisionSelector.LIVE, body)));
            }
            body.awaitReaders();

            for (int i = 0; i < 50; i++) {
                try (InvocationResult refused = runtime.invoke("hungry", "")) {
                    assertThat(refused.outcome()).isEqualTo(Outcome.MEMORY_EXCEEDED);
                    assertThat(detail(refused)).contains("guest-memory-max-bytes", "no limit of the function");
                    assertThat(((InvocationResult.Failed) refused.answer()).retryAfter())
                            .isPresent();
                }
                try (InvocationResult echoed = runtime.invoke("echo", "still here")) {
                    assertThat(text(echoed)).isEqualTo("still here");
                }
            }
            assertThat(runtime.guestMemoryBytes()).isBetween(8L << 20, ROOM_FOR_TWO);

            body.end();
            for (Future<InvocationResult> end : fed) {
                assertThat(end.get().outcome()).isEqualTo(Outcome.OK);
                end.get().close();
            }
        }
        assertThat(runtime.guestMemoryBytes()).isZero();
    }

    @Test
    void everyOneOfManyHungryGuestsEndsTyped() throws Exception {
        runtime.deploy("hungry", "hungry.wasm");
        Set<Outcome> outcomes = EnumSet.noneOf(Outcome.class);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Outcome>> ends = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                ends.add(threads.submit(() -> {
                    try (InvocationResult result = runtime.invoke("hungry", "")) {
                        return result.outcome();
                    }
                }));
            }
            for (Future<Outcome> end : ends) {
                outcomes.add(end.get());
            }
        }
        assertThat(outcomes).isSubsetOf(Outcome.OK, Outcome.MEMORY_EXCEEDED, Outcome.REJECTED);
        assertThat(runtime.guestMemoryBytes()).isZero();
    }

    @Test
    void answerHoldsItsMemoryUntilItIsSent() {
        runtime.deploy("echo", "echo.wasm");
        String body = "x".repeat(1 << 20);

        InvocationResult result = runtime.invoke("echo", body);

        assertThat(text(result)).hasSize(body.length());
        assertThat(runtime.guestMemoryBytes()).isEqualTo(body.length());
        result.close();
        assertThat(runtime.guestMemoryBytes()).isZero();
    }

    @Test
    void everyEndGivesEverythingBack() {
        deployEndings();
        Map<String, Outcome> ends = Map.of(
                "echo", Outcome.OK,
                "stream", Outcome.OK,
                "trap?kind=u", Outcome.TRAP,
                "trap?kind=r", Outcome.GUEST_ERROR,
                "spin", Outcome.FUEL_EXHAUSTED,
                "late", Outcome.DEADLINE_EXCEEDED,
                "blocks", Outcome.MEMORY_EXCEEDED,
                "vars", Outcome.MEMORY_EXCEEDED,
                "dive", Outcome.TRAP,
                "nobody", Outcome.NOT_FOUND);
        for (int round = 0; round < 20; round++) {
            ends.forEach((call, outcome) -> {
                int mark = call.indexOf('?');
                String function = mark < 0 ? call : call.substring(0, mark);
                String target = mark < 0 ? "/" : "/" + call.substring(mark);
                try (InvocationResult result = runtime.invoke(function, target, RevisionSelector.LIVE, "a body")) {
                    assertThat(result.outcome()).as(call).isEqualTo(outcome);
                }
                assertThat(runtime.guestMemoryBytes()).as(call).isZero();
            });
        }
    }

    private void deployEndings() {
        runtime.deploy("echo", "echo.wasm");
        runtime.deploy("stream", "stream.wasm");
        runtime.deploy("trap", "trap.wasm");
        runtime.deploy("spin", "spin.wasm", options -> options.fuel(100_000));
        runtime.deploy("late", "spin.wasm", options -> options.timeoutMillis(1));
        runtime.deploy("blocks", "grow.wasm", options -> options.entry("blocks"));
        runtime.deploy("vars", "vars.wasm", options -> options.entry("fill"));
        runtime.deploy("dive", "deep.wasm", options -> options.entry("endless"));
        assertThat(runtime.guestMemoryBytes()).isZero();
    }

    /** A body that has begun to be asked for and does not come until it is ended. */
    private static final class HeldBody extends InputStream {
        private final CountDownLatch readers;
        private final CountDownLatch ended = new CountDownLatch(1);

        HeldBody(int readers) {
            this.readers = new CountDownLatch(readers);
        }

        void awaitReaders() throws InterruptedException {
            readers.await();
        }

        void end() {
            ended.countDown();
        }

        @Override
        public int read() {
            readers.countDown();
            try {
                ended.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            return read();
        }
    }
}
