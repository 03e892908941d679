package dev.dormouse.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LatenciesTest {
    /** A class is at most this part of its times wide. */
    private static final int FINENESS = 64;

    @Test
    void givesPercentilesThatAreAtMostOneClassTooHigh() {
        Latencies latencies = new Latencies();
        for (int micros = 1; micros <= 100_000; micros++) {
            latencies.record(micros * 1_000L);
        }

        for (int percent : new int[] {1, 50, 90, 99}) {
            long exact = percent * 1_000_000L;
            assertThat(latencies.percentile(percent / 100.0).toNanos()).isBetween(exact, exact + exact / FINENESS);
        }
        assertThat(latencies.percentile(1)).isEqualTo(Duration.ofMillis(100));
        assertThat(latencies.average()).isEqualTo(Duration.ofNanos(50_000_500));
    }

    @Test
    void addsUpWhatSeveralClientsSaw() {
        Latencies all = new Latencies();
        for (long nanos : new long[] {0, 63, 64, Long.MAX_VALUE}) {
            Latencies one = new Latencies();
            one.record(nanos);
            all.add(one);
        }

        assertThat(all.total()).isEqualTo(4);
        assertThat(all.percentile(0.25).toNanos()).isZero();
        assertThat(all.percentile(0.5).toNanos()).isEqualTo(63);
        assertThat(all.percentile(0.75).toNanos()).isEqualTo(64);
        assertThat(all.max().toNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void hasNoPercentilesOfNothing() {
        assertThat(new Latencies().percentile(0.5)).isZero();
    }
}
