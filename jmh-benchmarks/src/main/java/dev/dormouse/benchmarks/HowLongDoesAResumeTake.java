package dev.dormouse.benchmarks;

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
 * How long does it take to resume an instance from an image and to write to some of its granules? Does it depend on how
 * large the memory is, or on how much of it changes? Add {@code -prof gc} for the bytes.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {GuestJvm.COMPILE_HUGE_METHODS, GuestJvm.INLINE_ACCESSORS_ONLY})
@SuppressWarnings("NullAway.Init") // JMH calls the method that sets the fields
public class HowLongDoesAResumeTake {
    /** Pages of 64 KiB: 64 KiB, 1 MiB, 16 MiB, all of it written. */
    @Param({"1", "16", "256"})
    private int pages;

    /** Granules of 4 KiB that the call writes to; the smallest memory has 16. */
    @Param({"0", "1", "25", "200"})
    private int granules;

    private TouchedMemory guest;

    /** Compiles the guest and takes its image. */
    @Setup
    public void capture() throws ModuleRefused {
        guest = new TouchedMemory(pages);
    }

    /** The resume and a call that writes. */
    @Benchmark
    public long resumeAndCall() {
        return guest.resumedAndTouched(granules);
    }
}
