package dev.dormouse.invoker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.invoker.execution.InvocationFacts.StartKind;
import dev.dormouse.invoker.execution.InvocationResult;
import dev.dormouse.invoker.registry.Durability;
import dev.dormouse.scheduler.Outcome;
import dev.dormouse.snapshot.object.FaultPoints;
import dev.dormouse.snapshot.object.ObjectStore;
import dev.dormouse.snapshot.object.directory.DirectoryObjectStore;
import dev.dormouse.snapshot.object.memory.HeapObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agents with nothing between the caller and the runtime. */
class AgentsTest {
    private static final String COUNTING_SCRIPT = """
            let count = 0;
            export default { async fetch(request) {
              const text = await request.text();
              if (text === "throw") { count += 100; throw new Error("no"); }
              if (text === "spin") { count += 100; for (;;) {} }
              return new Response(String(++count));
            } }""";

    private final HeapObjectStore store = new HeapObjectStore(InstantSource.system(), 1L << 30);
    private RuntimeFixture runtime = RuntimeFixture.on(store);

    @AfterEach
    void close() {
        runtime.close();
    }

    private void restart() {
        runtime.close();
        runtime = RuntimeFixture.on(store);
    }

    private static String count(int n) {
        return "global=" + n + " memory=" + n + " table=" + n + "\n";
    }

    @Test
    void everythingOfAnAgentContinuesFromMessageToMessage() {
        runtime.deploy("counter", "counter.wasm");
        for (int i = 1; i <= 10; i++) {
            InvocationResult result = runtime.send("counter", "a", "");
            assertThat(RuntimeFixture.text(result)).isEqualTo(count(i));
            assertThat(result.facts().generation()).isEqualTo(i);
            assertThat(result.facts().start()).contains(i == 1 ? StartKind.COLD : StartKind.WARM);
            assertThat(result.facts().commitNanos()).isPositive();
        }
        assertThat(RuntimeFixture.text(runtime.send("counter", "b", ""))).isEqualTo(count(1));
        assertThat(RuntimeFixture.text(runtime.invoke("counter", ""))).isEqualTo(count(1));
    }

    @Test
    void anAgentGoesOnAfterARestart() {
        runtime.deploy("counter", "counter.wasm");
        runtime.send("counter", "a", "");
        runtime.send("counter", "a", "");
        restart();
        InvocationResult result = runtime.send("counter", "a", "");
        assertThat(RuntimeFixture.text(result)).isEqualTo(count(3));
        assertThat(result.facts().start()).contains(StartKind.RESUME);
        assertThat(result.facts().loadTier()).isEqualTo("disk");
    }

    @Test
    void anAgentGoesOnAfterARestartOnADirectory(@TempDir Path folder) throws IOException {
        for (int i = 1; i <= 3; i++) {
            try (ObjectStore directory = DirectoryObjectStore.open(folder, InstantSource.system(), FaultPoints.NONE);
                    RuntimeFixture there = RuntimeFixture.on(directory)) {
                there.deploy("counter", "counter.wasm");
                assertThat(RuntimeFixture.text(there.send("counter", "a", ""))).isEqualTo(count(2 * i - 1));
                assertThat(RuntimeFixture.text(there.send("counter", "a", ""))).isEqualTo(count(2 * i));
            }
        }
    }

    @Test
    void variablesOfAScriptSimplyContinue() {
        runtime.deployScript("script", COUNTING_SCRIPT);
        assertThat(RuntimeFixture.text(runtime.send("script", "a", ""))).isEqualTo("1");
        assertThat(RuntimeFixture.text(runtime.send("script", "a", ""))).isEqualTo("2");
        restart();
        assertThat(RuntimeFixture.text(runtime.send("script", "a", ""))).isEqualTo("3");
    }

    @Test
    void aMessageThatFailsChangesNothing() {
        runtime.deployScript("script", COUNTING_SCRIPT);
        runtime.send("script", "a", "");
        InvocationResult failed = runtime.send("script", "a", "throw");
        assertThat(failed.outcome()).isEqualTo(Outcome.GUEST_ERROR);
        assertThat(failed.facts().generation()).isEqualTo(-1);
        InvocationResult next = runtime.send("script", "a", "");
        assertThat(RuntimeFixture.text(next)).isEqualTo("2");
        assertThat(next.facts().generation()).isEqualTo(2);
        assertThat(next.facts().start()).contains(StartKind.RESUME);
        assertThat(next.facts().loadTier()).isEqualTo("heap");
    }

    @Test
    void aRepeatGetsTheFirstAnswerAndChangesNothing() {
        runtime.deploy("counter", "counter.wasm");
        runtime.send("counter", "a", "one", "x");
        runtime.send("counter", "a", "two", "x");
        InvocationResult repeat = runtime.send("counter", "a", "one", "x");
        assertThat(RuntimeFixture.text(repeat)).isEqualTo(count(1));
        assertThat(repeat.facts().generation()).isEqualTo(1);
        restart();
        assertThat(RuntimeFixture.text(runtime.send("counter", "a", "two", "x")))
                .isEqualTo(count(2));
        assertThat(RuntimeFixture.text(runtime.send("counter", "a", ""))).isEqualTo(count(3));
    }

    @Test
    void anotherMessageUnderTheSameKeyIsRefused() {
        runtime.deploy("counter", "counter.wasm");
        runtime.send("counter", "a", "one", "x");
        InvocationResult other = runtime.send("counter", "a", "one", "y");
        assertThat(other.answer())
                .isInstanceOfSatisfying(
                        InvocationResult.Declined.class,
                        declined -> assertThat(declined.refusal().kind()).isEqualTo(Refused.Kind.KEY_REUSED));
        assertThat(runtime.send("counter", "a", "/else", Optional.of("one"), "x")
                        .answer())
                .isInstanceOf(InvocationResult.Declined.class);
        assertThat(RuntimeFixture.text(runtime.send("counter", "a", ""))).isEqualTo(count(2));
    }

    @Test
    void aCommandCannotBeAnAgent() {
        runtime.deploy("wc", RuntimeFixture.example("wc/wc.wasm"));
        InvocationResult result = runtime.send("wc", "a", "x");
        assertThat(result.answer())
                .isInstanceOfSatisfying(
                        InvocationResult.Declined.class,
                        declined -> assertThat(declined.refusal().kind()).isEqualTo(Refused.Kind.BAD_INPUT));
    }

    @Test
    void answersBeforeTheCommitIfTheRevisionSaysSo() {
        runtime.deploy("counter", "counter.wasm", options -> options.durability(Durability.AFTER_REPLY));
        for (int i = 1; i <= 20; i++) {
            InvocationResult result = runtime.send("counter", "a", "");
            assertThat(RuntimeFixture.text(result)).isEqualTo(count(i));
            assertThat(result.facts().generation()).isEqualTo(-1);
        }
        restart();
        assertThat(RuntimeFixture.text(runtime.send("counter", "a", ""))).isEqualTo(count(21));
    }
}
