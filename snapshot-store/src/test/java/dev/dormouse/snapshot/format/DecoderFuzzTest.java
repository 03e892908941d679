package dev.dormouse.snapshot.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs Jazzer on {@link DecoderFuzzer}, in a process of its own because it needs an agent and native code. It starts from
 * an object of each kind.
 *
 * <p>{@code -Ddormouse.fuzz.seconds} says for how long, {@code -Ddormouse.seed} where it begins.
 */
@Tag("soak")
final class DecoderFuzzTest {
    private static final int MAX_BYTES = 65_536;

    @Test
    void findsNothing(@TempDir Path folder) throws IOException, InterruptedException {
        Path corpus = Files.createDirectory(folder.resolve("corpus"));
        for (StoredKind kind : StoredKind.all()) {
            Files.write(corpus.resolve(kind.name()), DecoderFuzzer.input(kind));
        }
        Path log = folder.resolve("log");
        Process jazzer = new ProcessBuilder(command(corpus))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        int code = jazzer.waitFor();
        String output = Files.readString(log);
        System.err.println(output.substring(Math.max(0, output.length() - 600)));
        assertThat(code).as(output).isZero();
        assertThat(output).contains("INFO: Instrumented dev.dormouse.snapshot.format.SnapshotCodec");
    }

    private static List<String> command(Path corpus) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + DecoderFuzzer.class.getName(),
                "--instrumentation_includes=dev.dormouse.snapshot.format.**",
                "-seed=" + System.getProperty("dormouse.seed", "1"),
                "-max_total_time=" + System.getProperty("dormouse.fuzz.seconds", "60"),
                "-max_len=" + MAX_BYTES,
                corpus.toString());
    }
}
