package dev.dormouse.invoker.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A place to run commands in that keeps what they print. */
public final class FakeSurroundings {
    private final Map<String, String> environment = new HashMap<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private byte[] in = new byte[0];
    private Optional<Path> home = Optional.of(Path.of("/home/ada"));
    private List<String> self = List.of();
    private Path workingDirectory = Path.of("/work-place");

    public FakeSurroundings variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    public FakeSurroundings homeless() {
        home = Optional.empty();
        return this;
    }

    public FakeSurroundings in(Path directory) {
        workingDirectory = directory;
        return this;
    }

    public FakeSurroundings startedBy(List<String> command) {
        self = command;
        return this;
    }

    public FakeSurroundings input(String text) {
        in = text.getBytes(UTF_8);
        return this;
    }

    public Surroundings toSurroundings() {
        return new Surroundings(
                environment,
                home,
                workingDirectory,
                false,
                self,
                InstantSource.fixed(Instant.parse("2026-01-02T03:04:05Z")),
                () -> 0,
                new PredictableSecrets(),
                new ByteArrayInputStream(in),
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8));
    }

    public String out() {
        return out.toString(UTF_8);
    }

    public byte[] outBytes() {
        return out.toByteArray();
    }

    public String err() {
        return err.toString(UTF_8);
    }

    /** Counts where others would roll dice. */
    private static final class PredictableSecrets extends SecureRandom {
        private static final long serialVersionUID = 1L;

        private byte next;

        @Override
        public void nextBytes(byte[] bytes) {
            Arrays.fill(bytes, ++next);
        }
    }
}
