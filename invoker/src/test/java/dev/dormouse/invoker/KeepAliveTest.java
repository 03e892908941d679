package dev.dormouse.invoker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.invoker.agent.AgentView;
import dev.dormouse.invoker.execution.InvocationFacts.StartKind;
import dev.dormouse.invoker.execution.InvocationResult;
import dev.dormouse.invoker.execution.agent.AgentSettings;
import dev.dormouse.scheduler.SchedulerSettings;
import dev.dormouse.snapshot.AgentId;
import dev.dormouse.snapshot.FunctionName;
import dev.dormouse.snapshot.object.FaultPoints;
import dev.dormouse.snapshot.object.memory.HeapObjectStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Idle agents leave the heap, and nobody notices but the clock. */
@Timeout(120)
class KeepAliveTest {
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final HeapObjectStore store = new HeapObjectStore(InstantSource.system(), 1L << 30);
    private final ManualAlarm alarm = new ManualAlarm();
    private final AtomicReference<FaultPoints> faults = new AtomicReference<>(FaultPoints.NONE);
    private AgentSettings settings = FunctionRuntime.Settings.DEFAULT.agents();
    private Duration keepAlive = Duration.ofMinutes(1);
    private RuntimeFixture runtime = open();

    private RuntimeFixture open() {
        RuntimeFixture opened = RuntimeFixture.on(store, world -> {
            world.agents(settings);
            world.alarm(alarm);
            world.ticker(alarm::nanos);
            world.faults(point -> faults.get().reach(point));
            world.scheduler(new SchedulerSettings(64, 64, 64, 64, 64, Duration.ofSeconds(1), keepAlive));
        });
        opened.deploy("counter", "counter.wasm");
        return opened;
    }

    private void reopen() {
        runtime.close();
        runtime = open();
    }

    @AfterEach
    void close() {
        runtime.close();
    }

    private static String count(int n) {
        return "global=" + n + " memory=" + n + " table=" + n + "\n";
    }

    private InvocationResult send(String key) {
        alarm.advance(1);
        InvocationResult result = runtime.sendAt(alarm.nanos(), "counter", key);
        result.close();
        return result;
    }

    private AgentView.State state(String key) {
        return runtime.agents()
                .agent(new AgentId(new FunctionName("counter"), key))
                .state();
    }

    @Test
    void anIdleAgentIsSuspendedWhenItsTimeHasCome() {
        send("a");
        alarm.advance(MINUTE / 2);
        assertThat(state("a")).isEqualTo(AgentView.State.WARM);
        assertThat(send("a").facts().start()).contains(StartKind.WARM);
        alarm.advance(MINUTE - 10);
        assertThat(state("a")).isEqualTo(AgentView.State.WARM);
        alarm.advance(2 * MINUTE);
        assertThat(state("a")).isEqualTo(AgentView.State.SUSPENDED);
        assertThat(runtime.guestMemoryBytes()).isZero();
        InvocationResult next = send("a");
        assertThat(RuntimeFixture.text(next)).isEqualTo(count(3));
        assertThat(next.facts().start()).contains(StartKind.RESUME);
    }

    @Test
    void nothingRunsWhileNobodyIsWarm() {
        alarm.advance(3 * MINUTE); // what no function needs is looked for after a deploy
        assertThat(alarm.pending()).isZero();
        for (int i = 0; i < 20; i++) {
            send("agent-" + i);
        }
        assertThat(alarm.pending()).isEqualTo(1);
        alarm.advance(3 * MINUTE);
        assertThat(alarm.pending()).isZero();
        send("agent-0");
        assertThat(alarm.pending()).isEqualTo(1);
    }

    @Test
    void theLeastRecentlyUsedAgentsGoWhenThereAreTooMany() {
        settings = new AgentSettings(1 << 20, 1 << 24, 3, 1L << 30, Duration.ofSeconds(10));
        reopen();
        for (String key : new String[] {"a", "b", "c", "a", "d"}) {
            send(key);
        }
        assertThat(state("b")).isEqualTo(AgentView.State.SUSPENDED);
        for (String key : new String[] {"a", "c", "d"}) {
            assertThat(state(key)).isEqualTo(AgentView.State.WARM);
        }
        assertThat(RuntimeFixture.text(send("b"))).isEqualTo(count(2));
    }

    @Test
    void nothingIsLostWhenNothingCanBeKept() {
        settings = new AgentSettings(1 << 20, 1 << 24, 10, 0, Duration.ofSeconds(10));
        reopen();
        for (int i = 1; i <= 5; i++) {
            assertThat(RuntimeFixture.text(send("a"))).isEqualTo(count(i));
            assertThat(state("a")).isEqualTo(AgentView.State.SUSPENDED);
        }
        assertThat(runtime.guestMemoryBytes()).isZero();
    }

    @Test
    void agentsThatAreNotKeptAliveAreSuspendedAfterEachMessage() {
        keepAlive = Duration.ZERO;
        reopen();
        for (int i = 1; i <= 5; i++) {
            InvocationResult result = send("a");
            assertThat(RuntimeFixture.text(result)).isEqualTo(count(i));
            assertThat(result.facts().start()).contains(i == 1 ? StartKind.COLD : StartKind.RESUME);
        }
        assertThat(runtime.guestMemoryBytes()).isZero();
    }

    @Test
    void aMessageAtEveryPointOfScaleToZeroCountsOnce() {
        AtomicInteger sent = new AtomicInteger();
        AtomicInteger points = new AtomicInteger();
        for (int cycle = 0; cycle < 1_000; cycle++) {
            AtomicInteger left = new AtomicInteger(cycle % 12);
            faults.set(point -> {
                boolean scaling =
                        point.equals("agent.scan") || point.equals("agent.pack") || point.startsWith("store.");
                if (scaling && left.getAndDecrement() == 0) {
                    points.incrementAndGet();
                    assertThat(RuntimeFixture.text(send("a"))).isEqualTo(count(sent.incrementAndGet()));
                }
            });
            assertThat(RuntimeFixture.text(send("a"))).isEqualTo(count(sent.incrementAndGet()));
            alarm.advance(2 * MINUTE);
        }
        faults.set(FaultPoints.NONE);
        assertThat(points.get()).isGreaterThan(200);
        assertThat(RuntimeFixture.text(send("a"))).isEqualTo(count(sent.get() + 1));
    }
}
