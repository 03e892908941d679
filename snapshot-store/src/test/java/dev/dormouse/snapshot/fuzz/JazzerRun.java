package dev.dormouse.snapshot.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One run of Jazzer, in a process of its own because it needs an agent and native code.
 *
 * <p>{@code -Ddormouse.fuzz.seconds} says for how long, {@code -Ddormouse.seed} where it begins.
 *
 * @param target the class whose {@code fuzzerTestOneInput} is called
 * @param watched a class whose branches guide the search, with all others of its package
 * @param maxBytes length of the longest input
 */
public record JazzerRun(Class<?> target, Class<?> watched, int maxBytes) {
    private static final int LAST_CHARACTERS = 600;

    /**
     * Fails if anything is found that the target does not expect.
     *
     * @param folder empty, for the run's files
     * @param corpus what the search begins with; inputs that are too long are left out
     */
    public void findsNothing(Path folder, Map<String, byte[]> corpus) throws IOException, InterruptedException {
        Path inputs = Files.createDirectory(folder.resolve("corpus"));
        for (Map.Entry<String, byte[]> input : corpus.entrySet()) {
            if (input.getValue().length <= maxBytes) {
                Files.write(inputs.resolve(input.getKey()), input.getValue());
            }
        }
        Path log = folder.resolve("log");
        int code = new ProcessBuilder(command(inputs))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        String output = Files.readString(log);
        System.err.println(output.substring(Math.max(0, output.length() - LAST_CHARACTERS)));
        assertThat(code).as(output).isZero();
        assertThat(output).contains("INFO: Instrumented " + watched.getName());
    }

    private List<String> command(Path inputs) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + target.getName(),
                "--instrumentation_includes=" + watched.getPackageName() + ".**",
                "-seed=" + System.getProperty("dormouse.seed", "1"),
                "-max_total_time=" + System.getProperty("dormouse.fuzz.seconds", "60"),
                "-max_len=" + maxBytes,
                inputs.toString());
    }
}
