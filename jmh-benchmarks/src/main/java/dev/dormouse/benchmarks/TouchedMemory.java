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
import java.util.Map;

/**
 * A guest with as much memory as is asked for, all of it written, and an image of it. Its export {@code touch} counts up
 * the number at the start of each of so many granules and returns the first.
 */
final class TouchedMemory {
    /** What {@code touch} returns in an instance that is resumed from the image. */
    static final long FIRST_TOUCH = 0x0101_0102L;

    private static final InstanceLimits LIMITS = new InstanceLimits(64 << 20, 100);
    private static final Object NO_CONTEXT = new Object();

    /**
     * {@code (memory 1)}, {@code prepare(pages)}: grows to so many and fills all with ones, {@code touch(granules)}: counts
     * up the i32 at each multiple of 4,096 below {@code granules * 4096}.
     */
    private static final String MODULE = "0061736d01000000010a0260017f0060017f017f03030200010503010001071c"
            + "03066d656d6f727902000770726570617265000005746f75636800010a4d0216"
            + "00200041016b40001a410041013f00411074fc0b000b3401027f2000410c7421"
            + "0202400340200120024f0d012001200128020041016a36020020014180206a21"
            + "010c000b0b41002802000b";

    private final MemoryBudget memory = new MemoryBudget(1L << 30);
    private final CompiledModule module;
    private final InstanceImage image;

    /** @param pages of 64 KiB */
    TouchedMemory(int pages) throws ModuleRefused {
        try (InProcessModuleCompiler compiler = new InProcessModuleCompiler()) {
            byte[] bytes = HexFormat.of().parseHex(MODULE);
            module = new WasmEngine().load(compiler.compile(bytes, Duration.ofMinutes(1)), List.of());
        }
        try (MemoryReservation reservation = memory.open()) {
            Instance first = module.instantiate(NO_CONTEXT, LIMITS, reservation);
            long ignored = returned(first.call("prepare", budget(), pages));
            image = first.capture(Map.of());
        }
    }

    /** An instance as the module describes it. */
    Instance fresh() {
        try (MemoryReservation reservation = memory.open()) {
            return module.instantiate(NO_CONTEXT, LIMITS, reservation);
        }
    }

    /** The image. */
    InstanceImage image() {
        return image;
    }

    /** An instance from the image. */
    Instance resumed() {
        return resumed(image);
    }

    /** An instance from an image that somebody has made of this guest's. */
    Instance resumed(InstanceImage other) {
        try (MemoryReservation reservation = memory.open()) {
            return module.resume(other, NO_CONTEXT, LIMITS, reservation);
        }
    }

    /** An instance from the image that has written to so many granules, or to all if there are fewer. */
    long resumedAndTouched(int granules) {
        return resumedAndTouched(image, granules);
    }

    /** The same from an image that somebody has made of this guest's. */
    long resumedAndTouched(InstanceImage other, int granules) {
        try (MemoryReservation reservation = memory.open()) {
            return touch(module.resume(other, NO_CONTEXT, LIMITS, reservation), granules);
        }
    }

    /** Writes to granules. */
    static long touch(Instance instance, int granules) {
        int most = (int) (instance.memoryBytes() >> 12);
        return returned(instance.call("touch", budget(), Math.min(granules, most)));
    }

    /** What is reserved for instances. */
    long reservedBytes() {
        return memory.reservedBytes();
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
}
