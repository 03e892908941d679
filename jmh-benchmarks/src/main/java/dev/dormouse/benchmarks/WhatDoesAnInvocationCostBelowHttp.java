package dev.dormouse.benchmarks;

import java.io.IOException;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does an invocation cost without HTTP: admission, a fresh instance from the base, the guest, settling? With real
 * guests the warm-up is most of the story: look at the iterations one by one, not at their mean.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 10, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgsAppend = {GuestJvm.COMPILE_HUGE_METHODS, GuestJvm.INLINE_ACCESSORS_ONLY})
@SuppressWarnings("NullAway.Init") // JMH calls the method that sets the fields
public class WhatDoesAnInvocationCostBelowHttp {
    /** A bundled example: AssemblyScript on Extism, JavaScript, Go. */
    @Param({"GREETER", "HELLO_JS", "MARKDOWN"})
    Guest example;

    private HeapRuntime runtime;
    private byte[] body;

    /** Deploys the example. */
    @Setup
    public void deploy() throws IOException {
        runtime = HeapRuntime.with(example);
        body = example.body();
    }

    /** Stops the runtime. */
    @TearDown
    public void close() throws IOException {
        runtime.close();
    }

    /** One invocation. */
    @Benchmark
    public byte[] invoke() {
        return runtime.invoke(body);
    }
}
