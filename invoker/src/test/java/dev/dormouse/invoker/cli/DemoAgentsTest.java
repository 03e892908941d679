package dev.dormouse.invoker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.invoker.Main;
import dev.dormouse.invoker.cli.command.FakeSurroundings;
import dev.dormouse.snapshot.ModuleDigest;
import dev.dormouse.snapshot.object.s3.fake.S3Fake;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The demonstration, with the processes that it starts and kills. */
class DemoAgentsTest {
    private static final List<String> SELF = List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName());

    private final FakeSurroundings surroundings = new FakeSurroundings();

    private int run(String... arguments) {
        return new CommandLineTool(new FakeLauncher(), action -> () -> {}, surroundings.toSurroundings())
                .run(arguments);
    }

    @Test
    void showsAnAgentThatOutlivesItsProcess() {
        surroundings.startedBy(SELF);

        int code = run("demo", "agents");

        assertThat(surroundings.err()).isEmpty();
        assertThat(surroundings.out())
                .startsWith("The store is a directory on this machine, which stands in for S3")
                .containsSubsequence(
                        "writes 16 MiB: count=1",
                        "changes 64 KiB: count=2",
                        "snapshot of 16.",
                        "(kill -9)",
                        "reads all it has: count=4 memory=intact",
                        "being warm: count=6");
        assertThat(code).isZero();
    }

    /** The server is the test's; it lives in this process, and is no part of the product. */
    @Test
    void showsTheSameOnS3() throws IOException {
        try (S3Fake server = S3Fake.start(InstantSource.system())) {
            List<String> self = new ArrayList<>(SELF);
            self.addAll(1, List.of("-Daws.accessKeyId=key", "-Daws.secretAccessKey=secret"));
            surroundings.startedBy(self);

            int code = run(
                    "demo",
                    "agents",
                    "--store",
                    "s3://" + S3Fake.BUCKET + "/state",
                    "--store-endpoint",
                    server.endpoint().toString());

            assertThat(surroundings.err()).isEmpty();
            assertThat(surroundings.out())
                    .startsWith("The store is s3://" + S3Fake.BUCKET + "/state/dormouse-demo-")
                    .containsSubsequence("(kill -9)", "count=4 memory=intact", "load from store", "count=6");
            assertThat(code).isZero();
        }
    }

    @Test
    void saysWhyARuntimeOfItsOwnDidNotStart() {
        surroundings.startedBy(SELF);

        assertThat(run("demo", "agents", "--store", "ftp://nowhere")).isEqualTo(1);

        assertThat(surroundings.err())
                .startsWith("A runtime of its own could not be started: ")
                .contains("ftp://nowhere");
    }

    @Test
    void runsTheModuleThatWasBuiltFromTheSourceBesideIt() throws IOException {
        assertThat(new String(resource("memory.wasm.sha256"), java.nio.charset.StandardCharsets.US_ASCII))
                .isEqualTo(ModuleDigest.of(resource("memory.wasm")).hex() + "  memory.wasm\n");
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Main.class.getResourceAsStream("demo/" + name)) {
            return Objects.requireNonNull(in).readAllBytes();
        }
    }
}
