package dev.dormouse.invoker.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.invoker.wasm.ModuleRefused;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EntryExportTest {
    private static final String CODED = "() -> i32";
    private static final String PLAIN = "()";

    @Test
    void takesTheOneThatTheAuthorNames() throws ModuleRefused {
        GuestExports module = exports(Map.of("handle", CODED, "other", CODED, "plain", PLAIN, "_start", PLAIN));
        assertThat(EntryExport.choose(Optional.of("other"), module)).isEqualTo("other");
        assertThat(EntryExport.choose(Optional.of("plain"), module)).isEqualTo("plain");
        assertThat(EntryExport.choose(Optional.of("_start"), module)).isEqualTo("_start");
    }

    @Test
    void refusesANameThatIsNotExportedOrIsOfAnotherType() {
        GuestExports module = exports(Map.of("run", CODED, "add", "(i32 i32) -> i32"));
        assertThatThrownBy(() -> EntryExport.choose(Optional.of("missing"), module))
                .isInstanceOf(ModuleRefused.class)
                .hasMessageContaining("'missing' is not exported")
                .hasMessageContaining("one of: run");
        assertThatThrownBy(() -> EntryExport.choose(Optional.of("add"), module))
                .isInstanceOf(ModuleRefused.class)
                .hasMessageContaining("'add' is of type (i32 i32) -> i32");
    }

    @Test
    void takesHandleBeforeAnyOther() throws ModuleRefused {
        assertThat(found(Map.of("handle", CODED, "other", CODED))).isEqualTo("handle");
        assertThat(found(Map.of("handle", PLAIN, "other", CODED))).isEqualTo("handle");
    }

    @Test
    void takesTheOnlyOneThatGivesACode() throws ModuleRefused {
        assertThat(found(Map.of("run", CODED, "helper", PLAIN, "add", "(i32) -> i32")))
                .isEqualTo("run");
    }

    @Test
    void takesTheOnlyOneWithoutACodeIfNoneGivesOne() throws ModuleRefused {
        assertThat(found(Map.of("testing", PLAIN, "_initialize", PLAIN, "hs_init", "(i32 i32)")))
                .isEqualTo("testing");
    }

    @Test
    void doesNotTakeTheInternalExportsOfTinyGo() throws ModuleRefused {
        assertThat(found(Map.of(
                        "run_test", CODED,
                        "_start", PLAIN,
                        "asyncify_get_state", CODED,
                        "asyncify_stop_unwind", PLAIN,
                        "malloc", "(i32) -> i32")))
                .isEqualTo("run_test");
    }

    @Test
    void takesTheProgramItselfIfThereIsNothingElse() throws ModuleRefused {
        assertThat(found(Map.of("_start", PLAIN, "asyncify_get_state", CODED))).isEqualTo("_start");
    }

    @Test
    void refusesAChoiceThatOnlyTheAuthorCanMake() {
        assertThatThrownBy(() -> found(Map.of("one", CODED, "two", CODED, "three", PLAIN)))
                .isInstanceOf(ModuleRefused.class)
                .hasMessageContaining("this one has 2")
                .hasMessageContaining("one of: one, two.");
        assertThatThrownBy(() -> found(Map.of("add", "(i32) -> i32")))
                .isInstanceOf(ModuleRefused.class)
                .hasMessageContaining("Export one");
    }

    private static String found(Map<String, String> functions) throws ModuleRefused {
        return EntryExport.choose(Optional.empty(), exports(functions));
    }

    private static GuestExports exports(Map<String, String> functions) {
        return new GuestExports(Set.of("extism:host/env"), functions);
    }
}
