package dev.dormouse.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.invoker.wasm.Instance;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What is benchmarked does what it is said to do. */
class WhatIsBenchmarkedTest {
    @Test
    void eachResumeStartsFromTheImageAndOwnsWhatItTouches() throws Exception {
        TouchedMemory guest = new TouchedMemory(16);
        for (int round = 0; round < 3; round++) {
            assertThat(guest.resumedAndTouched(25)).isEqualTo(TouchedMemory.FIRST_TOUCH);
        }
        assertThat(guest.reservedBytes()).isZero();
        Instance instance = guest.resumed();
        assertThat(instance.memoryBytes()).isEqualTo(16L << 16);
        assertThat(instance.dirtyGranules()).isZero();
        assertThat(TouchedMemory.touch(instance, 25)).isEqualTo(TouchedMemory.FIRST_TOUCH);
        assertThat(instance.dirtyGranules()).isEqualTo(25);
        assertThat(TouchedMemory.touch(instance, 10_000)).isEqualTo(TouchedMemory.FIRST_TOUCH + 1);
        assertThat(instance.dirtyGranules()).isEqualTo(256);
    }

    @Test
    void freshInstanceIsZeros() throws Exception {
        assertThat(TouchedMemory.touch(new TouchedMemory(1).fresh(), 1)).isEqualTo(1);
    }

    @Test
    void exampleAnswersBelowHttpAndGivesItsMemoryBack() throws Exception {
        try (HeapRuntime runtime = HeapRuntime.with(Guest.GREETER)) {
            assertThat(runtime.invoke("{\"name\":\"Ada\"}".getBytes(StandardCharsets.UTF_8)))
                    .isNotEmpty();
            assertThat(runtime.guestMemoryBytes()).isZero();
        }
    }
}
