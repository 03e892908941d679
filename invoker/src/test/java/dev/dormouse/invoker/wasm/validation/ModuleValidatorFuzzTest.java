package dev.dormouse.invoker.wasm.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs Jazzer on {@link ModuleValidatorFuzzer}, in a process of its own because it needs an agent and native code.
 *
 * <p>{@code -Ddormouse.fuzz.seconds} says for how long, {@code -Ddormouse.seed} where it begins. It starts from the small
 * real modules and the hostile ones.
 */
@Tag("soak")
final class ModuleValidatorFuzzTest {
    private static final int MAX_BYTES = 8_192;

    @Test
    void findsNothing(@TempDir Path folder) throws IOException, InterruptedException {
        Path corpus = Files.createDirectory(folder.resolve("corpus"));
        writeCorpus(corpus);
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
        assertThat(output).contains("INFO: Instrumented dev.dormouse.invoker.wasm.validation.BodyChecker");
    }

    private static List<String> command(Path corpus) {
        String seed = System.getProperty("dormouse.seed", "1");
        String seconds = System.getProperty("dormouse.fuzz.seconds", "60");
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + ModuleValidatorFuzzer.class.getName(),
                "--instrumentation_includes=dev.dormouse.invoker.wasm.validation.**",
                "-seed=" + seed,
                "-max_total_time=" + seconds,
                "-max_len=" + MAX_BYTES,
                corpus.toString());
    }

    private static void writeCorpus(Path corpus) throws IOException {
        int number = 0;
        for (byte[] module : RealModules.upTo(MAX_BYTES)) {
            Files.write(corpus.resolve("real-" + number++), module);
        }
        for (HostileModules.HostileModule module : HostileModules.all()) {
            byte[] bytes = module.bytes();
            if (bytes.length <= MAX_BYTES) {
                Files.write(corpus.resolve(module.name()), bytes);
            }
        }
    }
}
