package dev.dormouse.benchmarks;

import dev.dormouse.invoker.wasm.ModuleRefused;
import dev.dormouse.snapshot.store.Snapshot;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does it cost to make 8 KiB of changes durable in a directory, for one agent, and for sixteen that commit at the
 * same time? The content is random; snapshots and indexes are written as they come due.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class WhatDoesACommitCost {
    private static final int PAGES = 16;
    private static final int CHANGED_GRANULES = 2;

    /** The store that all agents share. */
    @State(Scope.Benchmark)
    @SuppressWarnings("NullAway.Init") // JMH calls the method that sets the fields
    public static class Store {
        private final AtomicInteger keys = new AtomicInteger();
        private StoredAgents agents;

        /** Makes an empty store. */
        @Setup
        public void open() throws ModuleRefused, IOException {
            agents = StoredAgents.open(new TouchedMemory(PAGES).image(), Tier.DISK);
        }

        /** Deletes it. */
        @TearDown
        public void delete() throws IOException {
            agents.close();
        }
    }

    /** An agent of each thread's own. */
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init") // JMH calls the method that sets the fields
    public static class Agent {
        private final SplittableRandom random = new SplittableRandom(1);
        private Snapshot snapshot;

        /** Makes an agent. */
        @Setup
        public void make(Store store) {
            snapshot = store.agents.fresh("agent " + store.keys.incrementAndGet());
        }
    }

    /** One agent, one commit after the other. */
    @Benchmark
    @Threads(1)
    public long oneAgent(Store store, Agent agent) {
        return commit(store, agent);
    }

    /** Sixteen agents at the same time. */
    @Benchmark
    @Threads(16)
    public long sixteenAgents(Store store, Agent agent) {
        return commit(store, agent);
    }

    private static long commit(Store store, Agent agent) {
        agent.snapshot = store.agents.commit(
                agent.snapshot, StoredAgents.changed(agent.snapshot.image(), CHANGED_GRANULES, agent.random));
        return agent.snapshot.generation();
    }
}
