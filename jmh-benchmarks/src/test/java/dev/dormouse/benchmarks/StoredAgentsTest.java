package dev.dormouse.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.snapshot.GranuleTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Agents come out of a store as they went in. */
class StoredAgentsTest {
    @ParameterizedTest
    @EnumSource
    void resumesTheAgentThatWasStored(Tier tier) throws Exception {
        var benchmark = new HowLongDoesAResumeFromAStoreTake();
        benchmark.pages = 16;
        benchmark.tier = tier;
        benchmark.store();
        try {
            GranuleTable memory = benchmark.find().image().memory();

            assertThat(memory.size()).isEqualTo(256);
            assertThat(memory.granule(17)).containsOnly(1);
            assertThat(memory.granule(16)).isNotEqualTo(memory.granule(17));
            assertThat(benchmark.resume().dirtyGranules()).isZero();
            assertThat(benchmark.resumeAndCall()).isEqualTo(TouchedMemory.FIRST_TOUCH);
            assertThat(benchmark.resumeAndCall()).isEqualTo(TouchedMemory.FIRST_TOUCH);
        } finally {
            benchmark.delete();
        }
    }

    @Test
    void commitsOneGenerationAfterTheOther() throws Exception {
        var benchmark = new WhatDoesACommitCost();
        var store = new WhatDoesACommitCost.Store();
        store.open();
        try {
            var agent = new WhatDoesACommitCost.Agent();
            agent.make(store);

            assertThat(benchmark.oneAgent(store, agent)).isEqualTo(1);
            assertThat(benchmark.oneAgent(store, agent)).isEqualTo(2);
        } finally {
            store.delete();
        }
    }
}
