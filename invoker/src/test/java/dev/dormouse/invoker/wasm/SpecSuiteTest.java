package dev.dormouse.invoker.wasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The official WebAssembly test suite, run the way the runtime runs guests and the way the engine comes. */
class SpecSuiteTest {
    private static final Path SUITE = Path.of(System.getProperty("dormouse.root", "."), "target", "spec-suite");

    @Test
    void runtimePassesAllOfTheOfficialSuiteThatTheEnginePasses() throws IOException {
        assumeTrue(Files.isDirectory(SUITE), "The official test suite is not here; fetch it with .ci/spec-suite.");

        SpecScript.Tally ours = run(new DormouseSpecEngine());
        SpecScript.Tally theirs = run(new EndiveSpecEngine());

        System.err.println("runtime: " + summary(ours));
        System.err.println("engine as it comes: " + summary(theirs));
        ours.failed.forEach((id, failure) -> System.err.println("runtime: " + id + " " + failure));
        TreeSet<String> lost = new TreeSet<>(theirs.passed);
        lost.removeAll(ours.passed);
        assertThat(lost).isEmpty();
        assertThat(ours.passed).hasSizeGreaterThan(20_000);
    }

    private static SpecScript.Tally run(SpecEngine engine) throws IOException {
        SpecScript.Tally tally = new SpecScript.Tally();
        for (Path script : scripts()) {
            SpecScript.run(script, engine, tally);
        }
        return tally;
    }

    private static List<Path> scripts() throws IOException {
        try (Stream<Path> files = Files.walk(SUITE)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    private static String summary(SpecScript.Tally tally) {
        return tally.passed.size() + " passed, " + tally.failed.size() + " failed, " + tally.skippedCount()
                + " skipped " + tally.skipped;
    }
}
