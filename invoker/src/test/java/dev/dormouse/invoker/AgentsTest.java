package dev.dormouse.invoker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.invoker.execution.InvocationFacts.StartKind;
import dev.dormouse.invoker.execution.InvocationResult;
import dev.dormouse.invoker.registry.Durability;
import dev.dormouse.invoker.registry.Precondition;
import dev.dormouse.scheduler.Outcome;
import dev.dormouse.snapshot.AgentId;
import dev.dormouse.snapshot.FunctionName;
import dev.dormouse.snapshot.object.FaultPoints;
import dev.dormouse.snapshot.object.ObjectStore;
import dev.dormouse.snapshot.object.directory.DirectoryObjectStore;
import dev.dormouse.snapshot.object.memory.HeapObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    void neitherTrapsNorLimitsChangeAnAgent() {
        runtime.deployScript("script", COUNTING_SCRIPT);
        runtime.deploy("trap", "trap.wasm");
        runtime.deploy("vars", "vars.wasm");
        RuntimeFixture.text(runtime.send("vars", "a", "kept"));
        assertThat(RuntimeFixture.text(runtime.send("trap", "a", "/", Optional.empty(), "")))
                .isEmpty();
        for (String kind : new String[] {"u", "d", "b", "i", "h"}) {
            InvocationResult trapped = runtime.send("trap", "a", "/?kind=" + kind, Optional.empty(), "");
            assertThat(trapped.outcome()).isEqualTo(Outcome.TRAP);
        }
        assertThat(runtime.send("trap", "a", "").facts().generation()).isEqualTo(2);
        assertThat(RuntimeFixture.text(runtime.send("vars", "a", ""))).isEqualTo("kept");
    }

    @Test
    void anEndlessMessageEndsAndTheAgentGoesOn() {
        runtime.deployScript("script", COUNTING_SCRIPT, options -> options.fuel(50_000_000));
        assertThat(RuntimeFixture.text(runtime.send("script", "a", ""))).isEqualTo("1");
        assertThat(runtime.send("script", "a", "spin").outcome()).isEqualTo(Outcome.FUEL_EXHAUSTED);
        assertThat(RuntimeFixture.text(runtime.send("script", "a", ""))).isEqualTo("2");
        assertThat(runtime.sendWithin(0, "script", "a").outcome()).isIn(Outcome.DEADLINE_EXCEEDED, Outcome.REJECTED);
        assertThat(RuntimeFixture.text(runtime.send("script", "a", ""))).isEqualTo("3");
    }

    @Test
    void aStreamedAnswerComesWholeAfterTheCommit() {
        runtime.deploy("stream", "stream.wasm");
        String body = "x".repeat(100_000);
        InvocationResult result = runtime.send("stream", "a", body);
        assertThat(RuntimeFixture.text(result)).isEqualTo(body);
        assertThat(result.facts().generation()).isEqualTo(1);
    }

    @Test
    void anAnswerThatCannotBeKeptFailsItsMessage() {
        runtime.deploy("echo", "echo.wasm");
        InvocationResult tooLarge = runtime.send("echo", "a", "key", "x".repeat(2 << 20));
        assertThat(tooLarge.outcome()).isEqualTo(Outcome.MEMORY_EXCEEDED);
        assertThat(RuntimeFixture.detail(tooLarge)).contains("idempotency key", "1048576");
        InvocationResult next = runtime.send("echo", "a", "key", "small");
        assertThat(RuntimeFixture.text(next)).isEqualTo("small");
        assertThat(next.facts().generation()).isEqualTo(1);
    }

    @Test
    void keysAndBodiesHaveBounds() {
        runtime.deploy("echo", "echo.wasm");
        assertThat(kind(runtime.send("echo", "a", "", "x"))).isEqualTo(Refused.Kind.BAD_INPUT);
        assertThat(kind(runtime.send("echo", "a", "k".repeat(256), "x"))).isEqualTo(Refused.Kind.BAD_INPUT);
        assertThat(kind(runtime.send("echo", "a", "x".repeat((16 << 20) + 1)))).isEqualTo(Refused.Kind.TOO_LARGE);
        assertThat(runtime.send("echo", "a", "x".repeat(16 << 20)).outcome()).isEqualTo(Outcome.OK);
    }

    private static Refused.Kind kind(InvocationResult result) {
        return switch (result.answer()) {
            case InvocationResult.Declined declined -> declined.refusal().kind();
            case InvocationResult.Whole whole -> throw new AssertionError("It was answered.");
            case InvocationResult.Streamed streamed -> throw new AssertionError("It was answered.");
            case InvocationResult.Failed failed -> throw new AssertionError(failed.detail());
        };
    }

    @Test
    void aGuestIsToldOnceOfEachResume() {
        runtime.deploy("on-resume", "on-resume.wasm");
        AgentId agent = new AgentId(new FunctionName("on-resume"), "a");
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            byte[] first = answer(runtime.send("on-resume", "a", ""));
            byte[] second = answer(runtime.send("on-resume", "a", ""));
            assertThat(second).isEqualTo(first); // no word of a resume while the instance was warm
            assertThat(ids.add(HexFormat.of().formatHex(first, 0, 16))).isTrue();
            runtime.agents().suspend(agent, new Precondition.None());
        }
    }

    @Test
    void guestsOfEveryLanguageGoOnWhereTheyWere() {
        Map<String, String> messages = Map.of(
                "csv-stats", "name,age\nanna,3\nben,5\n",
                "markdown", "# title\n\ntext",
                "greeter", "anna",
                "qr-code", "anna");
        messages.forEach((name, message) -> {
            runtime.deploy(name, RuntimeFixture.example(name + "/" + name + ".wasm"));
            byte[] first = answer(runtime.send(name, "a", message));
            assertThat(answer(runtime.send(name, "a", message))).as(name).isEqualTo(first);
            runtime.agents().suspend(new AgentId(new FunctionName(name), "a"), new Precondition.None());
            InvocationResult resumed = runtime.send(name, "a", message);
            assertThat(answer(resumed)).as(name).isEqualTo(first);
            assertThat(resumed.facts().start()).contains(StartKind.RESUME);
        });
    }

    @Test
    void aHookThatFailsFailsTheMessage() {
        runtime.deploy("on-resume-trap", "on-resume-trap.wasm");
        assertThat(runtime.send("on-resume-trap", "a", "").outcome()).isEqualTo(Outcome.TRAP);
    }

    @Test
    void noTwoForksDrawTheSameBytes() {
        runtime.deployScript(
                "dice", "let n = 0; export default { fetch() { n++; return new Response(String(Math.random())) } }");
        runtime.send("dice", "origin", "");
        AgentId origin = new AgentId(new FunctionName("dice"), "origin");
        Set<String> drawn = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            runtime.agents().fork(origin, "fork-" + i, new Precondition.None());
            assertThat(drawn.add(RuntimeFixture.text(runtime.send("dice", "fork-" + i, ""))))
                    .isTrue();
        }
    }

    private static byte[] answer(InvocationResult result) {
        if (result.answer() instanceof InvocationResult.Whole whole) {
            return whole.body();
        }
        throw new AssertionError(RuntimeFixture.detail(result));
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
