package dev.dormouse.invoker;

import static dev.dormouse.invoker.RuntimeFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.invoker.registry.Deployment;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What a deploy tells its author, and what scripts share that must not show. */
class DeployWarningsTest {
    private static final RuntimeFixture RUNTIME = RuntimeFixture.inHeap();

    @AfterAll
    static void close() {
        RUNTIME.close();
    }

    @Test
    void warnsOfWhatAModulesInitialisationFroze() {
        Deployment frozen = RUNTIME.deploy("frozen", "frozen.wasm");

        assertThat(frozen.warnings())
                .hasSize(2)
                .allSatisfy(warning -> assertThat(warning).contains("on_resume"))
                .anySatisfy(warning -> assertThat(warning).contains("random bytes"))
                .anySatisfy(warning -> assertThat(warning).contains("a clock"));
    }

    @Test
    void saysNothingOfModulesThatDrawInTheirRequestsOnly() {
        assertThat(RUNTIME.deploy("random", "random.wasm").warnings()).isEmpty();
        assertThat(RUNTIME.deploy("on-resume", "on-resume.wasm").warnings()).isEmpty();
    }

    @Test
    void warnsOfWhatAScriptsTopLevelFrozeAndNotOfWhatItsRequestsDraw() {
        String draws =
                "export default { fetch: () => new Response(crypto.randomUUID() + Math.random() + Date.now()) };";
        assertThat(RUNTIME.deployScript("script-draws", draws).warnings()).isEmpty();

        assertThat(RUNTIME.deployScript("script-id", "const id = crypto.randomUUID(); " + draws)
                        .warnings())
                .singleElement()
                .asString()
                .contains("random bytes");
        assertThat(RUNTIME.deployScript("script-start", "const start = Date.now(); " + draws)
                        .warnings())
                .singleElement()
                .asString()
                .contains("a clock");
    }

    @Test
    void scriptsFromOneImageDrawDifferentNumbersAtTheirTopLevel() {
        String first = "const n = Math.random(); export default { fetch: () => new Response(String(n)) };";
        assertThat(RUNTIME.deployScript("one", first).warnings()).hasSize(1);
        assertThat(RUNTIME.deployScript("two", first + " //").warnings()).hasSize(1);

        assertThat(text(RUNTIME.invoke("one", "")))
                .isEqualTo(text(RUNTIME.invoke("one", "")))
                .isNotEqualTo(text(RUNTIME.invoke("two", "")));
    }

    @Test
    void scriptsFromOneImageHaveNothingOfOneAnother() {
        assertThat(RUNTIME.deployScript(
                                "writes", "globalThis.seen = 'yes'; export default { fetch: () => new Response('') };")
                        .warnings())
                .isEmpty();
        assertThat(RUNTIME.deployScript(
                                "looks", "export default { fetch: () => new Response(String(globalThis.seen)) };")
                        .warnings())
                .isEmpty();

        assertThat(text(RUNTIME.invoke("looks", ""))).isEqualTo("undefined");
    }

    @Test
    void errorsOfAScriptNameItsOwnFile() {
        String fails = "export default { fetch() { throw new Error('broken'); } };";
        assertThat(RUNTIME.deployScript("fails-here", fails).warnings()).isEmpty();

        assertThat(RuntimeFixture.detail(RUNTIME.invoke("fails-here", ""))).contains("fails-here.js:1");
    }
}
