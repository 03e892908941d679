package dev.dormouse.benchmarks.rivals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.benchmarks.load.ClosedLoop;
import dev.dormouse.benchmarks.load.Latencies;
import dev.dormouse.benchmarks.load.MarkdownTable;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final int MICROS = 1_000;

    @Test
    void comparesEachRoundWithOursOfTheSameRound() {
        Comparison comparison = new Comparison();
        comparison.add("ours", round(100, 1, 50));
        comparison.add("theirs", round(50, 4, 100));
        comparison.add("ours", round(400, 1, 200));
        comparison.add("theirs", round(40, 4, 40));
        comparison.add("ours", round(200, 1, 400));
        comparison.add("theirs", round(60, 4, 90));

        assertThat(rows(comparison)).isEqualTo("""
                | 16 | ours | 200 | 100 - 400 | 1.00 | 1.00 | 0.500 | 1.000 | 1.000 - 1.000 |
                | 16 | theirs | 50.0 | 40.0 - 60.0 | 4.00 | 4.00 | 1.500 | 0.300 | 0.100 - 0.500 |
                """);
    }

    @Test
    void hasNoRatioToARoundInWhichWeAnsweredNothing() {
        Comparison comparison = new Comparison();
        comparison.add("ours", round(0, 1, 0));
        comparison.add("theirs", round(50, 4, 50));

        assertThat(rows(comparison)).isEqualTo("""
                | 16 | ours | 0.000 | 0.000 - 0.000 | 0.00 | 0.00 | 0.000 |  |  |
                | 16 | theirs | 50.0 | 50.0 - 50.0 | 4.00 | 4.00 | 1.000 |  |  |
                """);
    }

    @Test
    void comparesOnlyRoundsThatBothTookPartIn() {
        Comparison comparison = new Comparison();
        comparison.add("ours", round(100, 1, 100));
        comparison.add("gave up", round(50, 4, 50));
        comparison.add("ours", round(400, 1, 400));

        assertThat(rows(comparison))
                .endsWith("| 16 | gave up | 50.0 | 50.0 - 50.0 | 4.00 | 4.00 | 1.000 | 0.500 | 0.500 - 0.500 |\n");
    }

    private static String rows(Comparison comparison) {
        MarkdownTable table = Comparison.table();
        String head = table.toString();
        comparison.addTo(table, 16);
        return table.toString().substring(head.length());
    }

    /** A window of one second. */
    private static Comparison.Round round(int requests, int millis, int processorMillis) {
        Latencies latencies = new Latencies();
        for (int i = 0; i < requests; i++) {
            latencies.record(millis * 1_000L * MICROS);
        }
        return new Comparison.Round(
                new ClosedLoop.Seen(latencies, requests, Duration.ofSeconds(1)), Duration.ofMillis(processorMillis));
    }
}
