package dev.dormouse.invoker;

import static dev.dormouse.invoker.RuntimeFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.invoker.wasm.Completion;
import org.junit.jupiter.api.Test;

class ScriptTrainingTest {
    private static final String SCRIPT = "export default { fetch: () => new Response('fine') };";

    @Test
    void trainsOnceWhereScriptsWereDeployedAndLeavesNothing() {
        try (RuntimeFixture runtime = RuntimeFixture.inHeap()) {
            assertThat(runtime.trainScripts()).isEmpty();
            assertThat(runtime.deployScript("hello", SCRIPT).created()).isTrue();

            assertThat(runtime.trainScripts()).contains(new Completion.Returned(0));

            assertThat(runtime.trainScripts()).isEmpty();
            assertThat(runtime.guestMemoryBytes()).isZero();
            assertThat(text(runtime.invoke("hello", ""))).isEqualTo("fine");
        }
    }

    @Test
    void runtimeThatStopsDoesNotBegin() {
        try (RuntimeFixture runtime = RuntimeFixture.inHeap()) {
            assertThat(runtime.deployScript("hello", SCRIPT).created()).isTrue();
            runtime.cancelRunning();

            assertThat(runtime.trainScripts()).isEmpty();
        }
    }
}
