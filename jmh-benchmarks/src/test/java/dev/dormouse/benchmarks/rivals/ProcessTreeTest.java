package dev.dormouse.benchmarks.rivals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessTreeTest {
    @TempDir
    private Path proc;

    @Test
    void addsUpProcessorTimeOfAllDescendantsAndOfChildrenThatHaveEnded() throws IOException {
        process(10, "sh", 1, "1 2 30 40");
        process(11, "server", 10, "100 200 0 0");
        process(12, "worker", 11, "1000 0 0 0");
        process(13, "somebody else's", 1, "5000 5000 5000 5000");

        assertThat(new ProcessTree(proc, 10).processorTime()).isEqualTo(Duration.ofMillis(13_730));
        assertThat(new ProcessTree(proc, 10).processes()).containsExactly(10L, 11L, 12L);
        assertThat(new ProcessTree(proc, 11).processorTime()).isEqualTo(Duration.ofSeconds(13));
    }

    @Test
    void readsNamesThatLookLikeOtherFields() throws IOException {
        process(10, "a (b) 7 8", 1, "1 1 1 1");
        process(11, ") Z 1", 10, "1 1 1 1");

        assertThat(new ProcessTree(proc, 10).processorTime()).isEqualTo(Duration.ofMillis(80));
    }

    @Test
    void addsUpResidentMemoryAndDividesWhatIsShared() throws IOException {
        process(10, "sh", 1, "0 0 0 0");
        process(11, "server", 10, "0 0 0 0");
        memory(10, "5632", "512");
        memory(11, "9216", "1024");

        assertThat(new ProcessTree(proc, 10).residentMebibytes()).isEqualTo(1.5);
    }

    @Test
    void countsNothingOfProcessesThatHaveEnded() throws IOException {
        process(10, "sh", 1, "0 0 0 0");

        assertThat(new ProcessTree(proc, 99).residentMebibytes()).isZero();
        assertThat(new ProcessTree(proc, 99).processorTime()).isZero();
        assertThat(new ProcessTree(proc, 99).processes()).isEmpty();
    }

    @Test
    void failsWhereMemoryOfAProcessCannotBeRead() throws IOException {
        process(10, "sh", 1, "0 0 0 0");

        assertThatThrownBy(() -> new ProcessTree(proc, 10).residentMebibytes())
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("smaps_rollup");
    }

    private void process(int pid, String name, int parent, String times) throws IOException {
        Path directory = Files.createDirectories(proc.resolve(String.valueOf(pid)));
        Files.writeString(
                directory.resolve("stat"),
                pid + " (" + name + ") S " + parent + " 10 10 0 -1 4194560 97 15 0 0 " + times
                        + " 20 0 1 0 5829 2576384 223\n");
    }

    private void memory(int pid, String resident, String share) throws IOException {
        Files.writeString(
                proc.resolve(String.valueOf(pid)).resolve("smaps_rollup"),
                "55d0-7ffd ---p 00000000 00:00 0    [rollup]\nRss:            " + resident + " kB\nPss:            "
                        + share + " kB\nPss_Dirty:      16 kB\n");
    }
}
