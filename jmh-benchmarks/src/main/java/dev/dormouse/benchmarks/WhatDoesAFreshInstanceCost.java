package dev.dormouse.benchmarks;

import dev.dormouse.invoker.wasm.Instance;
import dev.dormouse.invoker.wasm.ModuleRefused;
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
 * What does an instance cost that is made as its module describes it, beside one that is resumed from an image, and
 * beside a call of one that is there already? None of them counts what a guest's own initialisation takes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {GuestJvm.COMPILE_HUGE_METHODS, GuestJvm.INLINE_ACCESSORS_ONLY})
@SuppressWarnings("NullAway.Init") // JMH calls the method that sets the fields
public class WhatDoesAFreshInstanceCost {
    /** Pages of 64 KiB of the image. */
    @Param({"1", "256"})
    private int pages;

    private TouchedMemory guest;
    private Instance warm;

    /** Compiles the guest, takes its image and keeps one instance. */
    @Setup
    public void capture() throws ModuleRefused {
        guest = new TouchedMemory(pages);
        warm = guest.resumed();
    }

    /** From the module. */
    @Benchmark
    public Instance fresh() {
        return guest.fresh();
    }

    /** From the image. */
    @Benchmark
    public Instance resumed() {
        return guest.resumed();
    }

    /** The call of an instance that is there. */
    @Benchmark
    public long warmCall() {
        return TouchedMemory.touch(warm, 1);
    }
}
