package dev.dormouse.benchmarks;

import dev.dormouse.invoker.wasm.ModuleRefused;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
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
 * How fast is guest code against the engine's interpreter, and what does it cost that it counts fuel?
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {GuestJvm.COMPILE_HUGE_METHODS, GuestJvm.INLINE_ACCESSORS_ONLY})
@SuppressWarnings("NullAway.Init") // JMH calls the method that sets the fields
public class HowFastIsGuestCode {
    /** The kernel. */
    @Param({"FIBONACCI", "SIEVE", "MATRIX"})
    Guest kernel;

    /** How it runs. */
    @Param
    GuestCode code;

    private LongSupplier running;

    /** Compiles the kernels. */
    @Setup
    public void prepare() throws ModuleRefused, IOException {
        running = Kernels.running(kernel, code);
    }

    /** One call of one instance. */
    @Benchmark
    public long call() {
        return running.getAsLong();
    }
}
