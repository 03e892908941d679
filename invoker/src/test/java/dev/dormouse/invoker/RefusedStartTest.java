package dev.dormouse.invoker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.invoker.cli.CommandLineTool;
import dev.dormouse.invoker.cli.command.Surroundings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RefusedStartTest {
    private static final int REFUSED_TO_START = 3;

    @TempDir
    private Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void saysThatThePortIsTaken() throws IOException {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int code = up("--port", Integer.toString(other.getLocalPort()));

            assertThat(code).isEqualTo(REFUSED_TO_START);
            assertThat(err.toString(UTF_8))
                    .contains("nothing can listen on 127.0.0.1:" + other.getLocalPort())
                    .contains("--port");
            assertThat(out.toString(UTF_8)).isEmpty();
        }
    }

    @Test
    void saysThatAnOpenDoorNeedsKeys() {
        int code = up("--port", "0", "--bind", "0.0.0.0");

        assertThat(code).isEqualTo(REFUSED_TO_START);
        assertThat(err.toString(UTF_8)).contains("dormouse key create");
    }

    @Test
    void saysThatTheKeyOfAStoreInUseIsMissing() throws Exception {
        try (ServedRuntime first = ServedRuntime.start(directory)) {
            first.deploy("echo", RuntimeFixture.guest("echo.wasm"), "");
        }
        Files.delete(directory.resolve("seal.key"));

        int code = up("--port", "0");

        assertThat(code).isEqualTo(REFUSED_TO_START);
        assertThat(err.toString(UTF_8)).contains("seal key is not here", "--seal-key-file");
        assertThat(directory.resolve("seal.key")).doesNotExist();
    }

    private int up(String... options) {
        var surroundings = new Surroundings(
                Map.of("DORMOUSE_DATA", directory.toString(), "DORMOUSE_EXAMPLES", "false"),
                Optional.empty(),
                directory,
                false,
                List.of(),
                InstantSource.system(),
                System::nanoTime,
                new SecureRandom(),
                InputStream.nullInputStream(),
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8));
        String[] arguments = new String[options.length + 1];
        arguments[0] = "up";
        System.arraycopy(options, 0, arguments, 1, options.length);
        return new CommandLineTool(DormouseRuntime::start, action -> () -> {}, surroundings).run(arguments);
    }
}
