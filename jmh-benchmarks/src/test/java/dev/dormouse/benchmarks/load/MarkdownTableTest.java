package dev.dormouse.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MarkdownTableTest {
    @Test
    void showsTheSameRowsAsMarkdownAndAsJson() {
        MarkdownTable table = new MarkdownTable("clients", "p50 ms");
        table.row("1", "0.55");
        table.row("16", "6.23");

        assertThat(table).hasToString("| clients | p50 ms |\n| --- | --- |\n| 1 | 0.55 |\n| 16 | 6.23 |\n");
        assertThat(table.json())
                .isEqualTo("[{\"clients\": \"1\", \"p50 ms\": \"0.55\"}, {\"clients\": \"16\", \"p50 ms\": \"6.23\"}]");
    }
}
