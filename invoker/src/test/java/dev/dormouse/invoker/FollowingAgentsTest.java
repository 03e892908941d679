package dev.dormouse.invoker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.invoker.agent.MovePolicy;
import dev.dormouse.invoker.execution.InvocationResult;
import dev.dormouse.invoker.registry.AgentPolicy;
import dev.dormouse.invoker.registry.AliasName;
import dev.dormouse.invoker.registry.AliasTarget;
import dev.dormouse.invoker.registry.Precondition;
import dev.dormouse.scheduler.Outcome;
import dev.dormouse.snapshot.AgentId;
import dev.dormouse.snapshot.FunctionName;
import dev.dormouse.snapshot.object.memory.HeapObjectStore;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Agents that come to the live revision by themselves, before their next message. */
class FollowingAgentsTest {
    private static final Precondition ANY = new Precondition.None();
    private static final FunctionName COUNT = new FunctionName("count");
    private static final AgentId A = new AgentId(COUNT, "a");

    private final HeapObjectStore store = new HeapObjectStore(InstantSource.system(), 1L << 30);
    private final RuntimeFixture runtime = RuntimeFixture.on(store);

    @AfterEach
    void close() {
        runtime.close();
    }

    /** A script that counts its messages and says its name before the number. */
    private void deploy(String name, AgentPolicy policy) {
        deploy(name, policy, "count = state;");
    }

    private void deploy(String name, AgentPolicy policy, String migrate) {
        runtime.deployScript(COUNT.value(), """
                let count = 0;
                export default {
                  fetch: () => new Response("%s" + ++count),
                  handOver: () => count,
                  migrate(state) { %s },
                };
                """.formatted(name, migrate), options -> options.agents(policy));
    }

    private InvocationResult send() {
        return runtime.send("count", "a", "");
    }

    private String said() {
        return RuntimeFixture.text(send());
    }

    private void route(int... revisions) {
        List<AliasTarget> targets = Arrays.stream(revisions)
                .mapToObj(number -> new AliasTarget(number, 1))
                .toList();
        runtime.registry().putAlias(COUNT, AliasName.LIVE, targets, ANY);
    }

    @Test
    void anAgentComesWithItsStateBeforeItsNextMessage() {
        deploy("a", AgentPolicy.STAY);
        assertThat(said()).isEqualTo("a1");
        deploy("b", AgentPolicy.MIGRATE);

        InvocationResult next = send();

        assertThat(RuntimeFixture.text(next)).isEqualTo("b2");
        assertThat(next.facts().generation())
                .as("a commit for the move, one for the message")
                .isEqualTo(3);
        assertThat(next.facts().revision().orElseThrow().number()).isEqualTo(2);
        assertThat(said()).isEqualTo("b3");
        assertThat(send().facts().generation()).isEqualTo(5);
    }

    @Test
    void anAgentComesAfreshIfItIsToldSo() {
        deploy("a", AgentPolicy.STAY);
        said();
        deploy("b", AgentPolicy.FRESH);
        assertThat(said()).isEqualTo("b1");
        assertThat(said()).isEqualTo("b2");
    }

    @Test
    void anAgentStaysUnlessItIsToldOtherwise() {
        deploy("a", AgentPolicy.MIGRATE);
        said();
        deploy("b", AgentPolicy.STAY);
        assertThat(said()).isEqualTo("a2");
    }

    @Test
    void nobodyComesWhileLiveIsSeveral() {
        deploy("a", AgentPolicy.MIGRATE);
        said();
        deploy("b", AgentPolicy.MIGRATE);
        route(1, 2);
        for (int n = 2; n < 20; n++) {
            assertThat(said()).isEqualTo("a" + n);
        }
    }

    @Test
    void aRollbackBringsBackThoseWhoseOldRevisionWantsThem() {
        deploy("a", AgentPolicy.MIGRATE);
        said();
        deploy("b", AgentPolicy.MIGRATE);
        assertThat(said()).isEqualTo("b2");
        route(1);
        assertThat(said()).isEqualTo("a3");
    }

    @Test
    void aMessageToAnAgentThatCannotComeFailsAndLeavesIt() {
        deploy("a", AgentPolicy.STAY);
        RuntimeFixture.text(runtime.send("count", "a", "key", "body"));
        deploy("b", AgentPolicy.MIGRATE, "throw new Error('not today');");

        InvocationResult failed = send();

        assertThat(failed.outcome()).isEqualTo(Outcome.GUEST_ERROR);
        assertThat(RuntimeFixture.detail(failed)).contains("not today", "count@2", "count/a is where and what it was");
        assertThat(RuntimeFixture.text(runtime.send("count", "a", "key", "body")))
                .as("what was answered stays answered")
                .isEqualTo("a1");
        route(1);
        assertThat(said()).isEqualTo("a2");
        deploy("c", AgentPolicy.MIGRATE);
        assertThat(said()).isEqualTo("c3");
    }

    @Test
    void aMessageSaysWhatHasNoPartInAMigration() {
        runtime.deploy("count", "counter.wasm");
        said();
        deploy("b", AgentPolicy.MIGRATE);
        InvocationResult failed = send();
        assertThat(failed.outcome()).isEqualTo(Outcome.REJECTED);
        assertThat(RuntimeFixture.detail(failed)).contains("hand_over", "count@1");
        runtime.agents().move(A, "live", MovePolicy.FRESH, ANY);
        assertThat(said()).isEqualTo("b1");
    }

    @Test
    void anAgentOfADeletedFunctionBeginsAnewWhereItIsToldSo() {
        deploy("a", AgentPolicy.STAY);
        RuntimeFixture.text(runtime.send("count", "a", "key", "body"));
        runtime.registry().delete(COUNT, ANY);
        deploy("b", AgentPolicy.FRESH);
        assertThat(RuntimeFixture.text(runtime.send("count", "a", "key", "body")))
                .isEqualTo("a1");
        assertThat(said()).isEqualTo("b1");
    }

    @Test
    void aProcessThatHasNotHeardOfTheDeploySendsNobodyBack() {
        deploy("a", AgentPolicy.MIGRATE);
        said();
        try (RuntimeFixture other = RuntimeFixture.on(store)) {
            assertThat(RuntimeFixture.text(other.send("count", "a", ""))).isEqualTo("a2");
            deploy("b", AgentPolicy.MIGRATE);
            assertThat(said()).isEqualTo("b3");
            assertThat(RuntimeFixture.text(other.send("count", "a", ""))).isEqualTo("b4");
            assertThat(said()).isEqualTo("b5");
        }
    }
}
