package dev.dormouse.invoker.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.dormouse.invoker.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** {@code dormouse up} in a process of its own. Used by one thread. */
final class RuntimeProcess implements AutoCloseable {
    /** How a runtime is started where a person would use the script. */
    static final List<String> SELF = List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:-DontCompileHugeMethods",
            "-XX:C1MaxInlineSize=6",
            "-Xss8m",
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName());

    private static final String READY = "Dormouse is ready at ";

    private final Process process;
    private final Path log;

    private RuntimeProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts one without examples; it is not ready yet. */
    static RuntimeProcess spawn(Path data, String... options) {
        return spawnUnder(List.of(), data, options);
    }

    /** The same below another command, which becomes the runtime in the same process. */
    static RuntimeProcess spawnUnder(List<String> other, Path data, String... options) {
        List<String> command = new ArrayList<>(other);
        command.addAll(SELF);
        command.addAll(List.of("up", "--port", "0", "--no-examples", "--data", data.toString()));
        command.addAll(List.of(options));
        try {
            Path log = Files.createTempFile("dormouse-process", ".log");
            return new RuntimeProcess(
                    new ProcessBuilder(command).redirectError(log.toFile()).start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it is, once it is ready; empty if it ended before. Called once. */
    Optional<URI> awaitReady() {
        BufferedReader out = process.inputReader(UTF_8);
        try {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith(READY)) {
                    return Optional.of(URI.create(line.substring(READY.length())));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Waits so long, unless it ends by itself; true if it did. */
    boolean runsOutWithin(Duration time) {
        try {
            return process.waitFor(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException("The test was interrupted.", e);
        }
    }

    /** {@code kill -9}; returns when it is gone. */
    void kill() {
        process.destroyForcibly();
        exitCode();
    }

    /** SIGTERM; returns at once. */
    void terminate() {
        process.destroy();
    }

    /** Waits for its end. */
    int exitCode() {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            throw new IllegalStateException("The test was interrupted.", e);
        }
    }

    /** What it wrote to its log so far. */
    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
        try {
            Files.deleteIfExists(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
