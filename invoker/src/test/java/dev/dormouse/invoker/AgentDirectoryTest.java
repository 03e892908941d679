package dev.dormouse.invoker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.invoker.agent.AgentView;
import dev.dormouse.invoker.execution.InvocationFacts.StartKind;
import dev.dormouse.invoker.execution.InvocationResult;
import dev.dormouse.invoker.registry.Page;
import dev.dormouse.invoker.registry.PageRequest;
import dev.dormouse.invoker.registry.Precondition;
import dev.dormouse.snapshot.AgentId;
import dev.dormouse.snapshot.FunctionName;
import dev.dormouse.snapshot.object.FaultPoints;
import dev.dormouse.snapshot.object.counting.CountingStore;
import dev.dormouse.snapshot.object.memory.HeapObjectStore;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What can be done with agents beside sending them messages. */
class AgentDirectoryTest {
    private static final FunctionName COUNTER = new FunctionName("counter");
    private static final AgentId A = new AgentId(COUNTER, "a");
    private static final Precondition ANY = new Precondition.None();

    private final CountingStore store = new CountingStore(new HeapObjectStore(InstantSource.system(), 1L << 30));
    private RuntimeFixture runtime = RuntimeFixture.on(store);

    @BeforeEach
    void deploy() {
        runtime.deploy("counter", "counter.wasm");
    }

    @AfterEach
    void close() {
        runtime.close();
    }

    private String count(String key) {
        return RuntimeFixture.text(runtime.send("counter", key, ""));
    }

    private static String count(int n) {
        return "global=" + n + " memory=" + n + " table=" + n + "\n";
    }

    private static void refused(Refused.Kind kind, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.kind()).isEqualTo(kind));
    }

    @Test
    void showsWhereAnAgentStands() {
        count("a");
        count("a");
        AgentView warm = runtime.agents().agent(A);
        assertThat(warm.state()).isEqualTo(AgentView.State.WARM);
        assertThat(warm.generation()).isEqualTo(2);
        assertThat(warm.heapBytes()).isPositive();
        assertThat(warm.logBytes()).isPositive();
        assertThat(warm.revision().number()).isEqualTo(1);
        refused(Refused.Kind.NOT_FOUND, () -> runtime.agents().agent(new AgentId(COUNTER, "nobody")));
    }

    @Test
    void aSuspendedAgentIsOneObjectAway() throws Exception {
        count("a");
        count("a");
        AgentView suspended = runtime.agents().suspend(A, ANY);
        assertThat(suspended.state()).isEqualTo(AgentView.State.SUSPENDED);
        assertThat(suspended.heapBytes()).isZero();
        assertThat(suspended.logBytes()).isZero();
        assertThat(suspended.snapshotBytes()).isPositive();
        assertThat(runtime.agents().suspend(A, ANY)).isEqualTo(suspended);

        long gets = store.counts().gets();
        InvocationResult next = runtime.send("counter", "a", "");
        assertThat(RuntimeFixture.text(next)).isEqualTo(count(3));
        assertThat(next.facts().start()).contains(StartKind.RESUME);
        assertThat(next.facts().loadTier()).isEqualTo("disk");
        assertThat(store.counts().gets() - gets).isEqualTo(1);
    }

    @Test
    void aResumedAgentIsInTheHeap() {
        count("a");
        runtime.agents().suspend(A, ANY);
        assertThat(runtime.agents().resume(A, ANY).state()).isEqualTo(AgentView.State.WARM);
        InvocationResult next = runtime.send("counter", "a", "");
        assertThat(next.facts().loadTier()).isEqualTo("heap");
        assertThat(RuntimeFixture.text(next)).isEqualTo(count(2));
        refused(Refused.Kind.NOT_FOUND, () -> runtime.agents().resume(new AgentId(COUNTER, "nobody"), ANY));
    }

    @Test
    void aForkAndItsOriginGoTheirOwnWays() {
        count("a");
        count("a");
        AgentView fork = runtime.agents().fork(A, "b", ANY);
        assertThat(fork.id().key()).isEqualTo("b");
        assertThat(fork.generation()).isEqualTo(1);
        assertThat(count("a")).isEqualTo(count(3));
        assertThat(count("a")).isEqualTo(count(4));
        assertThat(count("b")).isEqualTo(count(3));
        refused(Refused.Kind.CONFLICT, () -> runtime.agents().fork(A, "b", ANY));
        refused(Refused.Kind.CONFLICT, () -> runtime.agents().fork(A, "a", ANY));
        refused(Refused.Kind.BAD_INPUT, () -> runtime.agents().fork(A, "x".repeat(257), ANY));
        refused(Refused.Kind.NOT_FOUND, () -> runtime.agents().fork(new AgentId(COUNTER, "nobody"), "c", ANY));
    }

    @Test
    void anAgentCanBeRevertedToWhatIsRetained() {
        count("a");
        runtime.agents().suspend(A, ANY);
        count("a");
        count("a");
        assertThat(runtime.agents().agent(A).retained()).containsExactly(1L);
        AgentView reverted = runtime.agents().revert(A, 1, ANY);
        assertThat(reverted.generation()).isEqualTo(4);
        assertThat(count("a")).isEqualTo(count(2));
        refused(Refused.Kind.CONFLICT, () -> runtime.agents().revert(A, 2, ANY));
    }

    @Test
    void aDeletedAgentBeginsAnew() {
        count("a");
        count("a");
        runtime.agents().delete(A, ANY);
        refused(Refused.Kind.NOT_FOUND, () -> runtime.agents().agent(A));
        refused(Refused.Kind.NOT_FOUND, () -> runtime.agents().delete(A, ANY));
        assertThat(count("a")).isEqualTo(count(1));
    }

    @Test
    void aChangeCanDependOnTheGeneration() {
        count("a");
        count("a");
        Precondition stale = new Precondition.AtVersion(1);
        refused(Refused.Kind.PRECONDITION_FAILED, () -> runtime.agents().suspend(A, stale));
        refused(Refused.Kind.PRECONDITION_FAILED, () -> runtime.agents().delete(A, stale));
        refused(Refused.Kind.PRECONDITION_FAILED, () -> runtime.agents().fork(A, "b", stale));
        runtime.agents().delete(A, new Precondition.AtVersion(2));
    }

    @Test
    void aConditionalChangeDoesNotTakeInWhatAnotherProcessAnsweredMeanwhile() {
        count("a");
        runtime.agents().suspend(A, ANY);
        AtomicReference<Runnable> beforeTheCommit = new AtomicReference<>(() -> {});
        FaultPoints points = step -> {
            if (step.equals("log.claim")) {
                beforeTheCommit.getAndSet(() -> {}).run();
            }
        };
        Precondition seen = new Precondition.AtVersion(1);
        try (RuntimeFixture other = RuntimeFixture.on(store, world -> world.faults(points))) {
            beforeTheCommit.set(() -> count("a"));
            refused(Refused.Kind.PRECONDITION_FAILED, () -> other.agents().delete(A, seen));
            runtime.agents().revert(A, 1, ANY);
            Precondition now = new Precondition.AtVersion(3);
            beforeTheCommit.set(() -> count("a"));
            refused(Refused.Kind.PRECONDITION_FAILED, () -> other.agents().revert(A, 1, now));
            assertThat(other.agents().agent(A).generation()).isEqualTo(4);
            beforeTheCommit.set(() -> count("a"));
            other.agents().delete(A, ANY);
        }
        refused(Refused.Kind.NOT_FOUND, () -> runtime.agents().agent(A));
    }

    @Test
    void listsAgentsInTheOrderOfTheirKeysPageByPage() {
        for (String key : new String[] {"c", "a", "e", "b", "d"}) {
            count(key);
        }
        Page<AgentView> first = runtime.agents().agents(COUNTER, new PageRequest(Optional.empty(), 2));
        assertThat(first.items()).extracting(view -> view.id().key()).containsExactly("a", "b");
        Page<AgentView> second = runtime.agents().agents(COUNTER, new PageRequest(first.next(), 2));
        assertThat(second.items()).extracting(view -> view.id().key()).containsExactly("c", "d");
        Page<AgentView> third = runtime.agents().agents(COUNTER, new PageRequest(second.next(), 2));
        assertThat(third.items()).extracting(view -> view.id().key()).containsExactly("e");
        assertThat(third.next()).isEmpty();
        assertThat(runtime.agents()
                        .agents(new FunctionName("unknown"), new PageRequest(Optional.empty(), 2))
                        .items())
                .isEmpty();
    }

    @Test
    void anAgentStaysOnItsRevisionAndIsGoneWithIt() {
        count("a");
        runtime.deploy("counter", "counter.wasm", options -> options.fuel(123_456_789));
        InvocationResult old = runtime.send("counter", "a", "");
        assertThat(old.facts().revision().orElseThrow().number()).isEqualTo(1);
        InvocationResult fresh = runtime.send("counter", "b", "");
        assertThat(fresh.facts().revision().orElseThrow().number()).isEqualTo(2);

        runtime.registry().delete(COUNTER, ANY);
        deploy();
        InvocationResult orphan = runtime.send("counter", "a", "");
        assertThat(RuntimeFixture.detail(orphan)).contains("counter@1", "was deleted");
        runtime.agents().delete(A, ANY);
        assertThat(count("a")).isEqualTo(count(1));
    }
}
