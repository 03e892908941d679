package dev.dormouse.benchmarks;

import dev.dormouse.invoker.wasm.Budget;
import dev.dormouse.invoker.wasm.CompiledModule;
import dev.dormouse.invoker.wasm.Completion;
import dev.dormouse.invoker.wasm.InProcessModuleCompiler;
import dev.dormouse.invoker.wasm.Instance;
import dev.dormouse.invoker.wasm.InstanceLimits;
import dev.dormouse.invoker.wasm.MemoryBudget;
import dev.dormouse.invoker.wasm.MemoryReservation;
import dev.dormouse.invoker.wasm.ModuleRefused;
import dev.dormouse.invoker.wasm.WasmEngine;
import dev.dormouse.snapshot.InstanceImage;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long does it take to resume an instance from an image, alone and with a call that writes one granule? Does it
 * depend on how large the memory is? Add {@code -prof gc} for the bytes.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 2, jvmArgsAppend = "-XX:-DontCompileHugeMethods")
@SuppressWarnings("NullAway.Init") // JMH calls the method that sets the fields
public class HowLongDoesAResumeTake {
    private static final InstanceLimits LIMITS = new InstanceLimits(64 << 20, 100);
    private static final Object NO_CONTEXT = new Object();

    /** Pages of 64 KiB: 64 KiB, 1 MiB, 16 MiB, all of it written. */
    @Param({"1", "16", "256"})
    private int pages;

    private final MemoryBudget memory = new MemoryBudget(1L << 30);
    private CompiledModule module;
    private InstanceImage image;

    /** Compiles the guest and takes an image of an instance that has written all its memory. */
    @Setup
    public void capture() throws ModuleRefused {
        try (InProcessModuleCompiler compiler = new InProcessModuleCompiler()) {
            module = new WasmEngine().load(compiler.compile(guest(pages), Duration.ofMinutes(1)), List.of());
        }
        Instance instance = module.instantiate(NO_CONTEXT, LIMITS, memory.open());
        returned(instance.call("fill", budget()));
        image = instance.capture(Map.of());
    }

    /** The resume alone. */
    @Benchmark
    public Instance resume() {
        try (MemoryReservation reservation = memory.open()) {
            return module.resume(image, NO_CONTEXT, LIMITS, reservation);
        }
    }

    /** The resume and a call that writes one granule. */
    @Benchmark
    public long resumeAndCall() {
        try (MemoryReservation reservation = memory.open()) {
            return returned(
                    module.resume(image, NO_CONTEXT, LIMITS, reservation).call("touch", budget()));
        }
    }

    private static Budget budget() {
        return new Budget(Long.MAX_VALUE, Long.MAX_VALUE, () -> 0);
    }

    private static long returned(Completion completion) {
        if (completion instanceof Completion.Returned returned) {
            return returned.value();
        }
        throw new IllegalStateException("The guest ended as " + completion);
    }

    /** A guest with {@code touch}, which counts up the number at address 0, and {@code fill}, which writes all memory. */
    private static byte[] guest(int pages) {
        String memory = pages < 128
                ? String.format(Locale.ROOT, "05030100%02x", pages)
                : String.format(Locale.ROOT, "05040100%02x%02x", (pages & 127) | 128, pages >> 7);
        return HexFormat.of()
                .parseHex(
                        "0061736d01000000" // magic, version
                                + "01080260000060" + "00017f" // types: () -> (), () -> i32
                                + "0303020001" // functions
                                + memory
                                + "0710020466696c6c0000" + "05746f7563680001" // exports
                                + "0a2502" // code
                                + "0e00" + "410041013f00411074fc0b000b" // fill
                                + "1400" + "4100410028020041016a36020041002802000b"); // touch
    }
}
