package dev.dormouse.benchmarks;

import dev.dormouse.invoker.wasm.Instance;
import dev.dormouse.invoker.wasm.ModuleRefused;
import dev.dormouse.snapshot.InstanceImage;
import dev.dormouse.snapshot.store.Snapshot;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.runner.IterationType;

/**
 * How long does it take to find a suspended agent and to resume it, alone and with a call that writes one granule? Does
 * it depend on how large its memory is, and on the tier that it lies in? Add {@code -prof gc} for the bytes.
 *
 * <p>All memory has been written; 16 granules of it, 64 KiB of random content, are the agent's own, the rest is its
 * revision's base, which is in the heap. A directory's file is in the page cache.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {GuestJvm.COMPILE_HUGE_METHODS, GuestJvm.INLINE_ACCESSORS_ONLY})
@SuppressWarnings("NullAway.Init") // JMH calls the method that sets the fields
public class HowLongDoesAResumeFromAStoreTake {
    private static final int OWN_GRANULES = 16;

    /** Pages of 64 KiB: 1 MiB, 16 MiB. */
    @Param({"16", "256"})
    int pages;

    /** Where the agent is. */
    @Param
    Tier tier;

    private TouchedMemory guest;
    private StoredAgents agents;
    private Snapshot agent;

    /** Compiles the guest and stores an agent. */
    @Setup
    public void store() throws ModuleRefused, IOException {
        guest = new TouchedMemory(pages);
        InstanceImage base = guest.image();
        agents = StoredAgents.open(base, tier);
        agent = agents.packed("one", StoredAgents.changed(base, OWN_GRANULES, new SplittableRandom(1)));
    }

    /** A bucket begins to wait when JMH has warmed up: else it would answer too few calls for the code to become hot. */
    @Setup(Level.Iteration)
    public void delay(IterationParams iteration) {
        if (iteration.getType() == IterationType.MEASUREMENT) {
            agents.delay(tier.delay());
        }
    }

    /** Deletes the store. */
    @TearDown
    public void delete() throws IOException {
        agents.close();
    }

    /** Finds and resumes. */
    @Benchmark
    public Instance resume() throws IOException {
        return guest.resumed(find().image());
    }

    /** Finds, resumes, and makes a call that writes one granule; answers what the call answered. */
    @Benchmark
    public long resumeAndCall() throws IOException {
        return guest.resumedAndTouched(find().image(), 1);
    }

    /** The agent, as its tier gives it. */
    Snapshot find() throws IOException {
        return tier == Tier.HEAP ? agent : agents.load(agent.agent());
    }
}
