package dev.dormouse.invoker.wasm;

import static dev.dormouse.invoker.wasm.Guests.plenty;
import static dev.dormouse.invoker.wasm.Guests.returned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.invoker.wasm.ModuleRefused.Reason;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkerModuleCompilerTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final byte[] MODULE = Guests.bytes("limits");

    private final WorkerModuleCompiler compiler = new WorkerModuleCompiler(64);

    @AfterEach
    void close() {
        compiler.close();
    }

    @Test
    void compilesWhatTheCompilerInTheSameProcessDoes() throws ModuleRefused {
        ModuleArtifact artifact = compiler.compile(MODULE, LONG);

        assertThat(artifact.toBytes())
                .isEqualTo(new InProcessModuleCompiler().compile(MODULE, LONG).toBytes());
        Instance instance = new WasmEngine()
                .load(artifact, List.of())
                .instantiate(Guests.NO_CONTEXT, Guests.LIMITS, Guests.memory());
        assertThat(returned(instance.call("fibonacci", plenty(), 10))).isEqualTo(55);
    }

    @Test
    void passesRefusalsOn() {
        assertRefused(Reason.MALFORMED, () -> compiler.compile(new byte[] {1, 2, 3}, LONG));
    }

    @Test
    void killsTheWorkerAtTheLimitAndGoesOnWithAnother() throws ModuleRefused {
        compiler.compile(MODULE, LONG);

        assertRefused(Reason.COMPILE_LIMIT, () -> compiler.compile(MODULE, Duration.ZERO));

        assertThat(compiler.compile(MODULE, LONG).facts().exports()).isNotEmpty();
    }

    @Test
    void moduleThatNeedsTooMuchMemoryIsRefusedAndTheNextOneCompiled() throws ModuleRefused {
        assertRefused(Reason.COMPILE_LIMIT, () -> compiler.compile(HostileModules.hugeBranchTable(5_000_000), LONG));

        assertThat(compiler.compile(MODULE, LONG).facts().exports()).isNotEmpty();
    }

    @Test
    void interruptedCallerIsRefusedAndStaysInterrupted() {
        Thread.currentThread().interrupt();

        assertRefused(Reason.COMPILE_LIMIT, () -> compiler.compile(MODULE, LONG));

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void closedCompilerRefuses() {
        compiler.close();

        assertRefused(Reason.COMPILE_LIMIT, () -> compiler.compile(MODULE, LONG));
    }

    @Test
    void refusesAHeapThatIsTooSmall() {
        assertThatThrownBy(() -> new WorkerModuleCompiler(15)).isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertRefused(Reason reason, ThrowingCallable compiling) {
        assertThatThrownBy(compiling)
                .isInstanceOfSatisfying(
                        ModuleRefused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }
}
