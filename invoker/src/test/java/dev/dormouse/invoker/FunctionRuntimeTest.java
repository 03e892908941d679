package dev.dormouse.invoker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.invoker.execution.InvocationFacts;
import dev.dormouse.invoker.execution.InvocationResult;
import dev.dormouse.invoker.execution.RevisionSelector;
import dev.dormouse.invoker.host.GuestStyle;
import dev.dormouse.invoker.registry.AliasName;
import dev.dormouse.invoker.registry.AliasTarget;
import dev.dormouse.invoker.registry.Deployment;
import dev.dormouse.invoker.registry.Precondition;
import dev.dormouse.scheduler.Outcome;
import dev.dormouse.snapshot.AgentId;
import dev.dormouse.snapshot.FunctionName;
import dev.dormouse.snapshot.object.memory.HeapObjectStore;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Deploy and invoke, with nothing between the caller and the runtime. */
class FunctionRuntimeTest {
    private final RuntimeFixture runtime = RuntimeFixture.inHeap();

    @AfterEach
    void close() {
        runtime.close();
    }

    @Test
    void anExtismGuestAnswersWithWhatItWasGiven() {
        runtime.deploy("echo", "echo.wasm");
        InvocationResult result = runtime.invoke("echo", "hello");
        assertThat(result.outcome()).isEqualTo(Outcome.OK);
        assertThat(RuntimeFixture.text(result)).isEqualTo("hello");
        assertThat(result.facts().start()).contains(InvocationFacts.StartKind.RESUME);
        assertThat(result.facts().loadTier()).isEqualTo("heap");
        assertThat(result.facts().fuel()).isPositive();
    }

    @Test
    void nothingPassesFromOneRequestToTheNext() {
        runtime.deploy("counter", "counter.wasm");
        String first = RuntimeFixture.text(runtime.invoke("counter", ""));
        for (int i = 0; i < 1_000; i++) {
            assertThat(RuntimeFixture.text(runtime.invoke("counter", ""))).isEqualTo(first);
        }
    }

    @Test
    void aScriptAnswersAndItsErrorsNameItsLines() {
        runtime.deployScript(
                "hello",
                "export default { async fetch(request) { return new Response('hi ' + await request.text()) } }");
        assertThat(RuntimeFixture.text(runtime.invoke("hello", "you"))).isEqualTo("hi you");

        runtime.deployScript("bad", "export default {\n fetch() {\n  return nothing.here;\n } }");
        InvocationResult failed = runtime.invoke("bad", "");
        assertThat(failed.outcome()).isEqualTo(Outcome.GUEST_ERROR);
        assertThat(RuntimeFixture.detail(failed)).contains("bad.js:3");

        assertThatThrownBy(() -> runtime.deployScript("worse", "let x = ;"))
                .isInstanceOfSatisfying(Refused.class, refused -> {
                    assertThat(refused.kind()).isEqualTo(Refused.Kind.MODULE_REFUSED);
                    assertThat(refused).hasMessageContaining("worse.js:1");
                });
    }

    @Test
    void aCommandReadsItsBodyFromStandardInput() {
        Deployment deployment = runtime.deploy("wc", RuntimeFixture.example("wc/wc.wasm"));
        assertThat(deployment.revision().style()).isEqualTo(GuestStyle.WASI);
        InvocationResult result = runtime.invoke("wc", "one two\nthree\n");
        assertThat(RuntimeFixture.text(result)).contains("2").contains("3").contains("14");
    }

    @Test
    void theSameBytesAgainChangeNothing() {
        Deployment first = runtime.deploy("echo", "echo.wasm");
        Deployment again = runtime.deploy("echo", "echo.wasm");
        assertThat(first.created()).isTrue();
        assertThat(again.created()).isFalse();
        assertThat(again.revision()).isEqualTo(first.revision());
    }

    @Test
    void theSameBytesAfterARollbackMoveLiveForwardAgain() {
        runtime.deploy("f", "echo.wasm");
        runtime.deploy("f", "headers.wasm");
        runtime.registry()
                .putAlias(
                        new FunctionName("f"), AliasName.LIVE, List.of(new AliasTarget(1, 1)), new Precondition.None());
        assertThat(RuntimeFixture.text(runtime.invoke("f", "x"))).isEqualTo("x");
        assertThat(runtime.deploy("f", "headers.wasm").created()).isFalse();
        assertThat(RuntimeFixture.text(runtime.invoke("f", "x"))).contains("\"method\"");
    }

    @Test
    void oneRevisionCanBeCalledByItsNumber() {
        runtime.deploy("f", "echo.wasm");
        runtime.deploy("f", "headers.wasm");
        InvocationResult old = runtime.invoke("f", new RevisionSelector.ByNumber(1), "old");
        assertThat(RuntimeFixture.text(old)).isEqualTo("old");
        assertThat(runtime.invoke("f", new RevisionSelector.ByNumber(3), "").outcome())
                .isEqualTo(Outcome.NOT_FOUND);
        assertThat(runtime.invoke("nobody", "").outcome()).isEqualTo(Outcome.NOT_FOUND);
    }

    @Test
    void everythingIsThereAfterARestartWithoutCompiling() {
        runtime.deploy("counter", "counter.wasm");
        runtime.deployScript("hello", "let n = 0; export default { fetch() { return new Response('' + ++n) } }");
        String answer = RuntimeFixture.text(runtime.invoke("counter", ""));

        try (RuntimeFixture restarted = runtime.restartedWithoutCompiler()) {
            InvocationResult first = restarted.invoke("counter", "");
            assertThat(RuntimeFixture.text(first)).isEqualTo(answer);
            assertThat(first.facts().loadTier()).isEqualTo("disk");
            assertThat(restarted.invoke("counter", "").facts().loadTier()).isEqualTo("heap");
            assertThat(RuntimeFixture.text(restarted.invoke("hello", ""))).isEqualTo("1");
            assertThat(RuntimeFixture.text(restarted.invoke("hello", ""))).isEqualTo("1");
        }
    }

    @Test
    void revisionsThatHoldTooMuchMakeRoomAndAreLoadedWhenTheyAreCalled() {
        try (RuntimeFixture small = RuntimeFixture.on(
                new HeapObjectStore(InstantSource.system(), 1 << 26), world -> world.liveRevisionsMaxBytes(1))) {
            small.deploy("first", "counter.wasm");
            small.deploy("second", "echo.wasm");

            assertThat(small.invoke("second", "x").facts().loadTier()).isEqualTo("heap");
            InvocationResult first = small.invoke("first", "");
            assertThat(first.outcome()).isEqualTo(Outcome.OK);
            assertThat(first.facts().loadTier()).isEqualTo("disk");
            assertThat(small.invoke("first", "").facts().loadTier()).isEqualTo("heap");
            assertThat(small.invoke("second", "x").facts().loadTier()).isEqualTo("disk");
        }
    }

    @Test
    void anotherVersionOfTheRuntimeCompilesAgainWhatWasDeployed() throws IOException {
        runtime.deploy("counter", "counter.wasm");
        runtime.deployScript("hello", "let n = 0; export default { fetch() { return new Response('' + ++n) } }");
        String answer = RuntimeFixture.text(runtime.invoke("counter", ""));
        assertThat(RuntimeFixture.text(runtime.send("hello", "ada", ""))).isEqualTo("1");
        runtime.agents().suspend(new AgentId(new FunctionName("hello"), "ada"), new Precondition.None());

        try (RuntimeFixture upgraded = runtime.restartedAsAnotherVersion()) {
            assertThat(RuntimeFixture.text(upgraded.invoke("counter", ""))).isEqualTo(answer);
            assertThat(RuntimeFixture.text(upgraded.invoke("hello", ""))).isEqualTo("1");
            assertThat(RuntimeFixture.text(upgraded.send("hello", "ada", ""))).isEqualTo("2");
        }
        try (RuntimeFixture again = runtime.restartedWithoutCompiler()) {
            assertThat(RuntimeFixture.text(again.invoke("counter", ""))).isEqualTo(answer);
        }
    }

    @Test
    void aTrapEndsOneRequestAndNotTheNext() {
        runtime.deploy("trap", "trap.wasm");
        runtime.deploy("echo", "echo.wasm");
        InvocationResult trapped = runtime.invoke("trap", "/?kind=u", RevisionSelector.LIVE, "");
        assertThat(trapped.outcome()).isEqualTo(Outcome.TRAP);
        assertThat(RuntimeFixture.detail(trapped)).contains("unreachable");
        assertThat(RuntimeFixture.text(runtime.invoke("echo", "still here"))).isEqualTo("still here");
    }

    @Test
    void anEndlessGuestRunsOutOfFuel() {
        runtime.deploy("spin", "spin.wasm", request -> request.fuel(1_000_000));
        InvocationResult result = runtime.invoke("spin", "");
        assertThat(result.outcome()).isEqualTo(Outcome.FUEL_EXHAUSTED);
        assertThat(result.facts().fuel()).isEqualTo(1_000_000);
    }
}
