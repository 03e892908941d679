package dev.dormouse.benchmarks;

import dev.dormouse.invoker.wasm.Budget;
import dev.dormouse.invoker.wasm.CompiledModule;
import dev.dormouse.invoker.wasm.Completion;
import dev.dormouse.invoker.wasm.Instance;
import dev.dormouse.invoker.wasm.InstanceLimits;
import dev.dormouse.invoker.wasm.MemoryBudget;
import dev.dormouse.invoker.wasm.MemoryReservation;
import dev.dormouse.invoker.wasm.ModuleArtifact;
import dev.dormouse.invoker.wasm.ModuleCompiler;
import dev.dormouse.invoker.wasm.ModuleRefused;
import dev.dormouse.invoker.wasm.WasmEngine;
import dev.dormouse.snapshot.InstanceImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import run.endive.runtime.ByteArrayMemory;
import run.endive.runtime.ExportFunction;
import run.endive.wasm.Parser;

/** {@code kernels.wasm}, compiled, and an image to resume instances from. */
final class Kernels {
    private static final InstanceLimits LIMITS = new InstanceLimits(1 << 20, 0);
    private static final Object NO_CONTEXT = new Object();

    private final MemoryBudget memory = new MemoryBudget(1L << 30);
    private final CompiledModule module;
    private final InstanceImage image;

    private Kernels(CompiledModule module) {
        this.module = module;
        this.image = instance().capture(Map.of());
    }

    /** Kernels that are compiled. */
    static Kernels compiled(GuestCode code) throws ModuleRefused, IOException {
        try (ModuleCompiler compiler = code.compiler()) {
            ModuleArtifact artifact = compiler.compile(Guest.kernels(), Duration.ofMinutes(1));
            return new Kernels(new WasmEngine().load(artifact, List.of()));
        }
    }

    /** A kernel in one instance that is there already. */
    static LongSupplier running(Guest kernel, GuestCode code) throws ModuleRefused, IOException {
        if (code == GuestCode.INTERPRETED) {
            return interpreted(kernel);
        }
        Instance instance = compiled(code).instance();
        return () -> call(instance, kernel);
    }

    private static LongSupplier interpreted(Guest kernel) throws IOException {
        ExportFunction function = run.endive.runtime.Instance.builder(
                        Parser.parse(new ByteArrayInputStream(Guest.kernels())))
                .withMemoryFactory(ByteArrayMemory::new)
                .build()
                .export(kernel.title());
        return () -> kernel.require(function.apply(kernel.argument())[0]);
    }

    private Instance instance() {
        try (MemoryReservation reservation = memory.open()) {
            return module.instantiate(NO_CONTEXT, LIMITS, reservation);
        }
    }

    /** A kernel's result in an instance that is resumed for it. */
    long resumeAndCall(Guest kernel) {
        try (MemoryReservation reservation = memory.open()) {
            return call(module.resume(image, NO_CONTEXT, LIMITS, reservation), kernel);
        }
    }

    private static long call(Instance instance, Guest kernel) {
        Completion completion =
                instance.call(kernel.title(), new Budget(Long.MAX_VALUE, Long.MAX_VALUE, () -> 0), kernel.argument());
        if (completion instanceof Completion.Returned returned) {
            return kernel.require(returned.value());
        }
        throw new IllegalStateException(kernel + " ended as " + completion);
    }
}
