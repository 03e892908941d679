package dev.dormouse.invoker.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.invoker.wasm.Completion;
import dev.dormouse.invoker.wasm.ModuleRefused;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class GuestProgramTest {
    private static final String WASI = "wasi_snapshot_preview1";

    private final ScriptedGuest live = new ScriptedGuest();
    private final TestGuest guest = TestGuest.extism().idle();

    @ParameterizedTest
    @CsvSource({
        "extism:host/env, handle, () -> i32, EXTISM",
        "extism:host/user, handle, () -> i32, EXTISM",
        "extism:host/env, _start, (), EXTISM",
        "wasi_snapshot_preview1, _start, (), WASI",
        "none, _start, (), WASI",
        "wasi_snapshot_preview1, _start, () -> i32, EXTISM",
        "wasi_snapshot_preview1, handle, () -> i32, EXTISM",
        "none, handle, () -> i32, EXTISM"
    })
    void styleIsFoundByImportsAndExports(String imports, String export, String type, GuestStyle style) {
        assertThat(GuestStyle.of(new GuestExports(Set.of(imports), Map.of(export, type))))
                .isEqualTo(style);
    }

    @Test
    void pluginIsInitialisedInTheOrderOfTheDocumentation() throws ModuleRefused {
        GuestProgram program = extism("_initialize", "()", "__wasm_call_ctors", "()", "hs_init", "(i32 i32)");
        initialise(program);
        assertThat(live.calls).containsExactly("start", "_initialize[]", "hs_init[0, 0]");
    }

    @Test
    void constructorsAreCalledOnlyWhereNobodyElseDoes() throws ModuleRefused {
        initialise(extism("__wasm_call_ctors", "()"));
        assertThat(live.calls).containsExactly("start", "__wasm_call_ctors[]");
    }

    @Test
    void commandIsNotInitialised() throws ModuleRefused {
        initialise(program(GuestStyle.WASI, "_start", "()", "_initialize", "()", "__wasm_call_ctors", "()"));
        assertThat(live.calls).containsExactly("start");
    }

    @ParameterizedTest
    @CsvSource({"_initialize, (i32)", "hs_init, ()", "__wasm_call_ctors, () -> i32", "on_resume, ()"})
    void exportThatLooksLikeAHookButIsNoneRefusesTheModule(String export, String type) {
        assertThatThrownBy(() -> extism(export, type))
                .isInstanceOf(ModuleRefused.class)
                .hasMessageContaining(export)
                .hasMessageContaining(type);
    }

    static List<Completion> failures() {
        return List.of(
                new Completion.Trapped("unreachable"),
                new Completion.Exited(0),
                new Completion.Exited(1),
                new Completion.OutOfFuel(),
                new Completion.PastDeadline(),
                new Completion.OutOfMemory("a limit"),
                new Completion.Cancelled());
    }

    @ParameterizedTest
    @MethodSource("failures")
    void initialisationThatDoesNotReturnRefusesTheModule(Completion failure) throws ModuleRefused {
        GuestProgram program = extism("_initialize", "()", "hs_init", "(i32 i32)");
        live.on("_initialize", () -> failure);
        assertThatThrownBy(() -> initialise(program))
                .isInstanceOfSatisfying(
                        ModuleRefused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(ModuleRefused.Reason.INITIALISATION))
                .hasMessageContaining("_initialize");
        assertThat(live.calls).containsExactly("start", "_initialize[]");
    }

    @ParameterizedTest
    @MethodSource("failures")
    void startFunctionThatDoesNotReturnRefusesTheModule(Completion failure) throws ModuleRefused {
        GuestProgram program = program(GuestStyle.WASI, "_start", "()");
        live.on("start", () -> failure);
        assertThatThrownBy(() -> initialise(program))
                .isInstanceOf(ModuleRefused.class)
                .hasMessageContaining("start function");
    }

    @Test
    void entryIsCalledAndItsOutputIsTheAnswer() throws ModuleRefused {
        GuestProgram program = extism();
        live.on("handle", () -> {
            guest.output("to: " + guest.input());
            return new Completion.Returned(0);
        });
        assertThat(TestGuest.body(invoke(program, "you"))).isEqualTo("to: you");
        assertThat(live.calls).containsExactly("handle[]");
    }

    @Test
    void entryThatGivesANumberHasFailed() throws ModuleRefused {
        live.on("handle", () -> new Completion.Returned(-1L));
        assertThat(invoke(extism(), "")).isEqualTo(new GuestAnswer.Failed("return value -1, without an error text"));
    }

    @Test
    void onlyTheLowHalfOfTheResultCounts() throws ModuleRefused {
        live.on("handle", () -> new Completion.Returned(7L << 32));
        assertThat(TestGuest.body(invoke(extism(), ""))).isEmpty();
    }

    @Test
    void guestIsToldOfItsResumeBeforeTheFirstMessageAndNotAgain() throws ModuleRefused {
        GuestProgram program = extism("on_resume", "(i64)");
        invoke(program, "");
        invoke(program, "");
        assertThat(live.calls).hasSize(3);
        assertThat(live.calls.get(0)).startsWith("on_resume[");
        assertThat(live.calls.subList(1, 3)).containsExactly("handle[]", "handle[]");
    }

    @ParameterizedTest
    @MethodSource("failures")
    void guestWhoseResumeHookFailsIsNotCalled(Completion failure) throws ModuleRefused {
        live.on("on_resume", () -> failure);
        GuestAnswer answer = invoke(extism("on_resume", "(i64)"), "");
        assertThat(live.calls).hasSize(1);
        if (failure instanceof Completion.Exited) {
            assertThat(TestGuest.stopped(answer)).isInstanceOf(Completion.Trapped.class);
        } else {
            assertThat(TestGuest.stopped(answer)).isEqualTo(failure);
        }
    }

    @Test
    void resumeHookMayGiveAnything() throws ModuleRefused {
        live.on("on_resume", () -> new Completion.Returned(5));
        assertThat(TestGuest.body(invoke(extism("on_resume", "(i64)"), ""))).isEmpty();
    }

    @Test
    void guestHandsOverItsOutputAfterItsResume() throws ModuleRefused {
        live.on("hand_over", () -> {
            guest.output("state");
            return new Completion.Returned(0);
        });
        GuestProgram program = extism("on_resume", "(i64)", "hand_over", "() -> i32");
        guest.context.beginMove(new byte[0], (level, line) -> {}, Long.MAX_VALUE);
        assertThat(program.handOver(live, guest.context))
                .isInstanceOfSatisfying(
                        MoveAnswer.Done.class,
                        done -> assertThat(done.output()).asString().isEqualTo("state"));
        assertThat(live.calls).hasSize(2).first().asString().startsWith("on_resume[");
    }

    @Test
    void guestMigratesByItsInputAndMayRefuse() throws ModuleRefused {
        live.on("migrate", () -> {
            guest.env("error_set", guest.block("no " + guest.input()));
            return new Completion.Returned(3);
        });
        assertThat(migrate(extism("migrate", "() -> i32"), "state")).isEqualTo(new MoveAnswer.Failed(3, "no state"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void guestThatDoesNotReturnDoesNotMigrate(Completion failure) throws ModuleRefused {
        live.on("migrate", () -> failure);
        MoveAnswer answer = migrate(extism("migrate", "() -> i32"), "");
        if (failure instanceof Completion.Exited exited) {
            assertThat(answer).isInstanceOf(exited.code() == 0 ? MoveAnswer.Done.class : MoveAnswer.Failed.class);
        } else {
            assertThat(answer).isEqualTo(new MoveAnswer.Stopped(failure));
        }
    }

    @Test
    void guestHasNoPartInAMoveWithoutAnExportOfTheType() throws ModuleRefused {
        assertThat(migrate(extism(), "")).isEqualTo(new MoveAnswer.Absent());
        assertThat(migrate(extism("migrate", "(i32) -> i32"), "")).isEqualTo(new MoveAnswer.Absent());
        assertThat(migrate(program(GuestStyle.WASI, "_start", "()", "migrate", "() -> i32"), ""))
                .isEqualTo(new MoveAnswer.Absent());
        assertThat(live.calls).isEmpty();
    }

    @Test
    void scriptSaysItselfThatItHasNoPartInAMove() throws ModuleRefused {
        GuestProgram script = GuestProgram.of(
                GuestStyle.JS,
                Optional.empty(),
                module("extism:host/env", "handle", "() -> i32", "migrate", "() -> i32"));
        live.on("migrate", () -> new Completion.Returned(2));
        assertThat(migrate(script, "")).isEqualTo(new MoveAnswer.Absent());
        assertThat(migrate(script(), "")).as("an engine of before").isEqualTo(new MoveAnswer.Absent());
    }

    @Test
    void exportsForMovesAreEntriesOnlyIfAskedFor() throws ModuleRefused {
        String[] exports = {"run", "() -> i32", "hand_over", "() -> i32", "migrate", "() -> i32"};
        assertThat(program(GuestStyle.EXTISM, exports).entry()).isEqualTo("run");
        assertThat(GuestProgram.of(GuestStyle.EXTISM, Optional.of("migrate"), module(WASI, exports))
                        .entry())
                .isEqualTo("migrate");
    }

    @Test
    void commandRunsFromItsBeginning() throws ModuleRefused {
        GuestProgram program = program(GuestStyle.WASI, "_start", "()", "on_resume", "(i64)");
        assertThat(program.entry()).isEqualTo("_start");
        invoke(program, "");
        assertThat(live.calls).containsExactly("_start[]");
    }

    @Test
    void commandWithAnotherEntryOrNoneIsRefused() {
        assertThatThrownBy(() -> GuestProgram.of(GuestStyle.WASI, Optional.of("run"), module(WASI, "_start", "()")))
                .hasMessageContaining("'run'");
        assertThatThrownBy(() -> program(GuestStyle.WASI, "handle", "() -> i32"))
                .hasMessageContaining("none");
        assertThatThrownBy(() -> program(GuestStyle.WASI, "_start", "(i32)")).hasMessageContaining("(i32)");
        assertThatThrownBy(() ->
                        GuestProgram.of(GuestStyle.WASI, Optional.empty(), module("extism:host/env", "_start", "()")))
                .hasMessageContaining("style=extism");
    }

    @Test
    void scriptIsLoadedAfterItsEngineIsInitialised() throws ModuleRefused {
        GuestProgram program = script();
        live.on("load", () -> {
            assertThat(guest.input()).isEqualTo("export default {}");
            return new Completion.Returned(0);
        });
        guest.beginInitialisation("export default {}");
        program.open(live, guest.context);
        program.initialise(live, guest.context);
        guest.context.endInitialisation();
        assertThat(live.calls).containsExactly("start", "_initialize[]", "load[]");
        invoke(program, "");
        assertThat(live.calls.subList(3, 5)).element(1).isEqualTo("handle[]");
    }

    @Test
    void scriptThatDoesNotLoadIsRefusedWithItsError() {
        live.on("load", () -> {
            guest.env("error_set", guest.block("hello.js:3:5 SyntaxError: unexpected token"));
            return new Completion.Returned(1);
        });
        assertThatThrownBy(() -> initialise(script()))
                .isInstanceOf(ModuleRefused.class)
                .hasMessageContaining("hello.js:3:5 SyntaxError");
    }

    @Test
    void onlyAnEngineThatHasSomethingToTrainWithIsTrained() throws ModuleRefused {
        live.on("train", () -> new Completion.Trapped("trained"));
        assertThat(extism("train", "() -> i32").train(live)).isEqualTo(new Completion.Returned(0));
        assertThat(program(GuestStyle.WASI, "_start", "()").train(live)).isEqualTo(new Completion.Returned(0));
        assertThat(script().train(live)).isEqualTo(new Completion.Returned(0));
        GuestExports trainable = module("extism:host/env", "handle", "() -> i32", "train", "() -> i32");
        assertThat(GuestProgram.of(GuestStyle.JS, Optional.empty(), trainable).train(live))
                .isEqualTo(new Completion.Trapped("trained"));
    }

    @Test
    void scriptHasNoOtherEntry() {
        assertThatThrownBy(() -> GuestProgram.of(GuestStyle.JS, Optional.of("main"), engine()))
                .isInstanceOf(ModuleRefused.class)
                .hasMessageContaining("'main'");
    }

    private void initialise(GuestProgram program) throws ModuleRefused {
        guest.beginInitialisation("");
        program.open(live, guest.context);
        program.initialise(live, guest.context);
        guest.context.endInitialisation();
    }

    private GuestAnswer invoke(GuestProgram program, String body) {
        guest.begin(TestGuest.request(body));
        return program.invoke(live, guest.context);
    }

    private MoveAnswer migrate(GuestProgram program, String state) {
        guest.context.beginMove(state.getBytes(StandardCharsets.UTF_8), (level, line) -> {}, Long.MAX_VALUE);
        return program.migrate(live, guest.context);
    }

    private static GuestProgram script() throws ModuleRefused {
        return GuestProgram.of(GuestStyle.JS, Optional.empty(), engine());
    }

    private static GuestExports engine() {
        return module(
                "extism:host/env",
                "_initialize",
                "()",
                "load",
                "() -> i32",
                "handle",
                "() -> i32",
                "on_resume",
                "(i64)");
    }

    private static GuestProgram extism(String... exports) throws ModuleRefused {
        String[] all = Arrays.copyOf(exports, exports.length + 2);
        all[exports.length] = "handle";
        all[exports.length + 1] = "() -> i32";
        return program(GuestStyle.EXTISM, all);
    }

    private static GuestProgram program(GuestStyle style, String... exports) throws ModuleRefused {
        return GuestProgram.of(style, Optional.empty(), module(WASI, exports));
    }

    private static GuestExports module(String imports, String... exports) {
        Map<String, String> functions = new HashMap<>();
        for (int i = 0; i < exports.length; i += 2) {
            functions.put(exports[i], exports[i + 1]);
        }
        return new GuestExports(Set.of(imports), functions);
    }

    /** A guest that keeps a list of what was called, and does what it was told. */
    private static final class ScriptedGuest implements LiveGuest {
        private final List<String> calls = new ArrayList<>();
        private final Map<String, Supplier<Completion>> behaviour = new HashMap<>();

        void on(String export, Supplier<Completion> does) {
            behaviour.put(export, does);
        }

        @Override
        public Completion start() {
            calls.add("start");
            return run("start");
        }

        @Override
        public Completion call(String export, long... arguments) {
            calls.add(export + Arrays.toString(arguments));
            return run(export);
        }

        private Completion run(String export) {
            return behaviour
                    .getOrDefault(export, () -> new Completion.Returned(0))
                    .get();
        }
    }
}
