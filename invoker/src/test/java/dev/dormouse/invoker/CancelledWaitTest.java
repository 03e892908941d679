package dev.dormouse.invoker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.invoker.execution.InvocationResult;
import dev.dormouse.invoker.execution.RevisionSelector;
import dev.dormouse.scheduler.Outcome;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CancelledWaitTest {
    @Test
    void cancellingWakesAGuestThatSleepsForAnHour() throws Exception {
        try (RuntimeFixture runtime = RuntimeFixture.inHeap()) {
            runtime.deploy("sleep", "sleep.wasm", options -> options.timeoutMillis(600_000));
            CountDownLatch asked = new CountDownLatch(1);
            InputStream body = new InputStream() {
                @Override
                public int read() {
                    asked.countDown();
                    return -1;
                }

                @Override
                public int read(byte[] target, int offset, int length) {
                    return read();
                }
            };
            FutureTask<InvocationResult> call =
                    new FutureTask<>(() -> runtime.invoke("sleep", "/", RevisionSelector.LIVE, body));
            Thread sleeper = Thread.ofVirtual().start(call);
            asked.await();
            awaitParked(sleeper);

            runtime.cancelRunning();

            assertThat(call.get(20, TimeUnit.SECONDS).outcome()).isEqualTo(Outcome.CANCELLED);
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // it waits for a state that nobody tells of
    private static void awaitParked(Thread thread) {
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.yield();
        }
    }
}
