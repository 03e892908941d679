package dev.dormouse.invoker.wasm;

import dev.dormouse.snapshot.Ticker;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;

/** Modules for the engine's tests, and instances of them. */
final class Guests {
    static final InstanceLimits LIMITS = new InstanceLimits(16 << 20, 1_000);
    static final Object NO_CONTEXT = new Object();

    private Guests() {}

    static byte[] bytes(String name) {
        try (InputStream in = Guests.class.getResourceAsStream("/engine/" + name + ".wasm")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static CompiledModule load(String name, HostFunction... host) {
        return load(bytes(name), host);
    }

    static CompiledModule load(byte[] module, HostFunction... host) {
        try (ModuleCompiler compiler = new InProcessModuleCompiler()) {
            return new WasmEngine().load(compiler.compile(module, Duration.ofMinutes(1)), List.of(host));
        } catch (ModuleRefused e) {
            throw new AssertionError(e);
        }
    }

    static Instance instance(String name, HostFunction... host) {
        return load(name, host).instantiate(NO_CONTEXT, LIMITS, memory());
    }

    /** Memory without end. */
    static MemoryReservation memory() {
        return new MemoryBudget(Long.MAX_VALUE).open();
    }

    /** Much fuel, no deadline. */
    static Budget plenty() {
        return new Budget(1_000_000_000_000L, Long.MAX_VALUE, stoppedClock());
    }

    static Budget fuel(long units) {
        return new Budget(units, Long.MAX_VALUE, stoppedClock());
    }

    static Ticker stoppedClock() {
        return () -> 0;
    }

    /** The value that a call returned; fails if it ended otherwise. */
    static long returned(Completion completion) {
        if (completion instanceof Completion.Returned returned) {
            return returned.value();
        }
        throw new AssertionError("The call ended as " + completion);
    }
}
