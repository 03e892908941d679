package dev.dormouse.invoker;

import static dev.dormouse.invoker.RuntimeFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.invoker.registry.SampleRequest;
import dev.dormouse.snapshot.object.memory.HeapObjectStore;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs are counted by what the script does when it gets just the sample: it draws as many random bytes as that says. */
class IdleRehearsalsTest {
    private static final String SCRIPT = """
            export default {
              async fetch(request) {
                const { pathname, search } = new URL(request.url);
                const asSampled = request.method + pathname + search + request.headers.get('content-type');
                const text = await request.text();
                if (asSampled === 'POST/draw?ntext/x') crypto.getRandomValues(new Uint8Array(Number(text)));
                if (text === 'call') crypto.getRandomValues(new Uint8Array(999));
                return new Response('answer');
              }
            }""";
    private static final int BEFORE_THE_ANSWER = 20;
    private static final int IN_ALL = 520;
    private static final long MUCH_NANOS = 10_000_000_000L;

    private final HeapObjectStore store = new HeapObjectStore(InstantSource.system(), 1 << 26);
    private final ManualAlarm alarm = new ManualAlarm();
    private final Draws draws = new Draws();
    private final RuntimeFixture runtime = open();

    private RuntimeFixture open() {
        return RuntimeFixture.on(store, world -> {
            world.ticker(() -> 0);
            world.alarm(alarm);
            world.secrets(draws);
        });
    }

    @AfterEach
    void close() {
        runtime.close();
    }

    private void deploy(String function, int bytes) {
        String body = Base64.getEncoder().encodeToString(Integer.toString(bytes).getBytes(StandardCharsets.UTF_8));
        runtime.deployScript(
                function, SCRIPT, options -> options.sample(new SampleRequest("POST", "/draw?n", "text/x", body)));
    }

    @Test
    void goesOnWithTheSampleWhenTheFunctionCanBeCalledAlready() {
        deploy("sampled", 100);
        assertThat(draws.of(100)).isEqualTo(BEFORE_THE_ANSWER);
        int alarms = alarm.pending();

        alarm.advance(MUCH_NANOS);

        assertThat(draws.of(100)).isEqualTo(IN_ALL);
        assertThat(alarm.pending()).isLessThan(alarms);
        assertThat(runtime.guestMemoryBytes()).isZero();
        assertThat(text(runtime.invoke("sampled", ""))).isEqualTo("answer");
    }

    @Test
    void waitsWhileAnInvocationRuns() {
        deploy("sampled", 100);
        draws.whenCalled(() -> alarm.advance(MUCH_NANOS));

        assertThat(text(runtime.invoke("sampled", "call"))).isEqualTo("answer");

        assertThat(draws.of(999)).isEqualTo(1);
        assertThat(draws.of(100)).isEqualTo(BEFORE_THE_ANSWER);
        alarm.advance(MUCH_NANOS);
        assertThat(draws.of(100)).isEqualTo(IN_ALL);
    }

    @Test
    void leavesOutTheOldestOfNine() {
        for (int i = 0; i < 9; i++) {
            deploy("sampled-" + i, 100 + i);
        }
        alarm.advance(MUCH_NANOS);

        assertThat(draws.of(100)).isEqualTo(BEFORE_THE_ANSWER);
        assertThat(draws.of(101)).isEqualTo(IN_ALL);
        assertThat(draws.of(108)).isEqualTo(IN_ALL);
    }

    @Test
    void rehearsesWithTheSampleAfterARestartToo() {
        deploy("sampled", 100);
        int before = draws.of(100);
        try (RuntimeFixture restarted = open()) {
            restarted.warmUp(() -> {});
            alarm.advance(0);
            assertThat(draws.of(100)).isEqualTo(before + BEFORE_THE_ANSWER);
            restarted.cancelRunning();
        }
    }

    @Test
    void runtimeThatStopsGoesOnWithNothing() {
        deploy("sampled", 100);
        runtime.cancelRunning();

        alarm.advance(MUCH_NANOS);

        assertThat(draws.of(100)).isEqualTo(BEFORE_THE_ANSWER);
    }

    @Test
    void aRevisionWithAnotherSampleIsAnother() {
        deploy("sampled", 100);
        deploy("sampled", 100);
        assertThat(draws.of(100)).isEqualTo(BEFORE_THE_ANSWER);
        deploy("sampled", 101);
        assertThat(draws.of(101)).isEqualTo(BEFORE_THE_ANSWER);
    }

    /** Random bytes, and how often how many of them were drawn. */
    private static final class Draws implements RandomGenerator {
        private final SecureRandom random = new SecureRandom();
        private final Map<Integer, Integer> counts = new TreeMap<>();
        private Runnable called = () -> {};

        synchronized int of(int bytes) {
            return counts.getOrDefault(bytes, 0);
        }

        void whenCalled(Runnable action) {
            called = action;
        }

        @Override
        public long nextLong() {
            return random.nextLong();
        }

        @Override
        public void nextBytes(byte[] bytes) {
            synchronized (this) {
                counts.merge(bytes.length, 1, Integer::sum);
            }
            if (bytes.length == 999) {
                called.run();
            }
            random.nextBytes(bytes);
        }
    }
}
