package dev.dormouse.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteResultsTest {
    @TempDir
    Path kept;

    @TempDir
    Path measured;

    private void write(String set, String lines, String jmh) throws IOException {
        Files.writeString(measured.resolve("about"), "measured=today\n");
        Files.writeString(measured.resolve("lines"), lines);
        Files.writeString(measured.resolve("jmh.json"), jmh);
        WriteResults.main(new String[] {kept.toString(), set, measured.toString()});
    }

    @Test
    void writesTablesAndTheirPlotsAndKeepsWhatOtherSetsHaveLeft() throws Exception {
        write("agents", "{\"run\": \"messages\", \"rows\": [{\"clients\": \"16\", \"p50 ms\": \"2.1\"}]}\n", "[]");
        write(
                "guests",
                "{\"plot\": \"curves\", \"subject\": \"hello-js\", \"rows\": [{\"engine\": \"Node\", \"x\": \"1\", \"y\": \"9\"},"
                        + " {\"engine\": \"Node\", \"x\": \"10\", \"y\": \"3\"}]}\n",
                """
                [{"benchmark": "a.b.HowFast.call", "mode": "sample", "params": {"kernel": "SIEVE"},
                  "primaryMetric": {"score": 12.34, "scoreError": "NaN", "scoreUnit": "us/op", "rawData": [[1, 2]],
                    "scorePercentiles": {"50.0": 11.0, "99.0": 20.0, "99.9": 30.0}}}]
                """);

        assertThat(kept.resolve("results.md"))
                .content()
                .contains("## agents", "- measured: today", "| clients | p50 ms |\n| --- | --- |\n| 16 | 2.1 |")
                .contains("| HowFast.call | kernel=SIEVE | 12.3 |  | 11.0 | 20.0 | 30.0 | us/op |")
                .contains("](guest-hello-js.svg)");
        assertThat(kept.resolve("guest-hello-js.svg")).content().contains("hello-js", "Node");
        assertThat(kept.resolve("results.json")).content().contains("messages").doesNotContain("rawData");
    }

    @Test
    void drawsResumesByMemoryAndByPercentile() throws Exception {
        write("resume", "", """
                [{"benchmark": "a.HowLongDoesAResumeTake.resumeAndCall", "mode": "avgt",
                  "params": {"pages": "256", "granules": "25"}, "primaryMetric": {"score": 5}},
                 {"benchmark": "a.HowLongDoesAResumeFromAStoreTake.resume", "mode": "sample",
                  "params": {"pages": "256", "tier": "DISK"},
                  "primaryMetric": {"score": 5, "scorePercentiles": {"0.0": 2, "50.0": 4, "100.0": 9}}}]
                """);

        assertThat(kept.resolve("resume-by-memory.svg")).content().contains("25 granules written", "100,000");
        assertThat(kept.resolve("resume-percentiles.svg")).content().contains("disk, 16 MiB", "90 %");
    }

    @Test
    void resultsOfAnotherShapeAreReplaced() throws Exception {
        Files.writeString(kept.resolve("results.json"), "{\"about\": {}, \"load\": []}");

        write("http", "", "[]");

        assertThat(kept.resolve("results.json")).content().startsWith("{\n  \"sets\"");
    }
}
