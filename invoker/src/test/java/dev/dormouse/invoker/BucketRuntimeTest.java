package dev.dormouse.invoker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.invoker.cli.CommandLineTool;
import dev.dormouse.invoker.cli.command.Surroundings;
import dev.dormouse.snapshot.object.s3.fake.Fault;
import dev.dormouse.snapshot.object.s3.fake.S3Fake;
import dev.dormouse.snapshot.object.s3.fake.S3Operation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runtimes whose store is a bucket. */
class BucketRuntimeTest {
    private static final int REFUSED_TO_START = 3;
    private static final String KEY_ID = "aws.accessKeyId";
    private static final String SECRET = "aws.secretAccessKey";

    @TempDir
    private Path directory;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private S3Fake fake;

    @BeforeAll
    static void giveCredentials() {
        System.setProperty(KEY_ID, "key");
        System.setProperty(SECRET, "secret");
    }

    @AfterAll
    static void takeCredentials() {
        System.clearProperty(KEY_ID);
        System.clearProperty(SECRET);
    }

    @BeforeEach
    void startServer() throws IOException {
        fake = S3Fake.start(InstantSource.system());
    }

    /** The probe's own tests are elsewhere, and it takes some seconds. */
    private void letTheBucketHavePassedTheProbe() {
        fake.putForeign("state/store/create-only-probe-1", new byte[0]);
    }

    @AfterEach
    void stopServer() {
        fake.close();
    }

    @Test
    void anotherProcessWithAnEmptyDiskServesWhatWasDeployed() throws Exception {
        Path key = Files.write(directory.resolve("shared.key"), new byte[32]);
        try (ServedRuntime first = start("first", "--seal-key-file", key.toString())) {
            assertThat(first.deploy("echo", RuntimeFixture.guest("echo.wasm"), "")
                            .statusCode())
                    .isEqualTo(201);
            assertThat(first.stop()).isZero();
        }
        List<String> objects = fake.keys();
        long writes = fake.count(S3Operation.PUT);

        try (ServedRuntime second = start("second", "--seal-key-file", key.toString())) {
            assertThat(second.post("/fn/echo", "hello").body()).isEqualTo("hello");
        }

        assertThat(objects).anyMatch(object -> object.startsWith("state/compiled/"));
        assertThat(fake.count(S3Operation.PUT))
                .as("nothing was compiled or probed again")
                .isEqualTo(writes);
        assertThat(fake.keys()).isEqualTo(objects);
    }

    @Test
    void anotherProcessWithAnEmptyDiskContinuesAnAgent() throws Exception {
        letTheBucketHavePassedTheProbe();
        Path key = Files.write(directory.resolve("shared.key"), new byte[32]);
        try (ServedRuntime first = start("first", "--seal-key-file", key.toString())) {
            first.deploy("counter", RuntimeFixture.guest("counter.wasm"), "");
            assertThat(first.post("/agents/counter/ada", "").body()).startsWith("global=1 memory=1");
            assertThat(first.post("/agents/counter/ada", "").body()).startsWith("global=2 memory=2");
        }

        try (ServedRuntime second = start("second", "--seal-key-file", key.toString())) {
            assertThat(second.post("/agents/counter/ada", "").body()).startsWith("global=3 memory=3");
        }
    }

    @Test
    void readsWhatItHasOnItsDiskAfterARestart() throws Exception {
        letTheBucketHavePassedTheProbe();
        try (ServedRuntime first = start("data")) {
            first.deploy("echo", RuntimeFixture.guest("echo.wasm"), "");
            first.post("/fn/echo", "x");
        }
        try (ServedRuntime warmsTheCache = start("data")) {
            assertThat(warmsTheCache.post("/fn/echo", "x").statusCode()).isEqualTo(200);
        }
        try (ServedRuntime again = start("data")) {
            fake.fail(S3Operation.GET::equals, new Fault.Answer(500, "InternalError"), 1, new SplittableRandom(1));
            assertThat(again.post("/fn/echo", "x").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void refusesABucketInUseWithoutItsSealKey() throws Exception {
        letTheBucketHavePassedTheProbe();
        start("first").close();

        assertThat(up("second")).isEqualTo(REFUSED_TO_START);
        assertThat(err.toString(UTF_8)).contains("its seal key is not here").contains("--seal-key-file");
        assertThat(directory.resolve("second/seal.key")).doesNotExist();
    }

    @Test
    void refusesABucketThatWasSealedWithAnotherKey() throws Exception {
        letTheBucketHavePassedTheProbe();
        start("first").close();
        Path other = Files.write(directory.resolve("other.key"), new byte[32]);

        assertThat(up("second", "--seal-key-file", other.toString())).isEqualTo(REFUSED_TO_START);
        assertThat(err.toString(UTF_8)).contains("sealed with another key");
    }

    @Test
    void refusesASealKeyFileThatIsNotThere() {
        letTheBucketHavePassedTheProbe();
        assertThat(up("data", "--seal-key-file", directory.resolve("no.key").toString()))
                .isEqualTo(REFUSED_TO_START);
        assertThat(err.toString(UTF_8)).contains("no.key").contains("head -c 32 /dev/urandom");
    }

    @Test
    void refusesAServerThatIgnoresConditions() {
        fake.ignoreConditions();

        assertThat(up("data")).isEqualTo(REFUSED_TO_START);
        assertThat(err.toString(UTF_8))
                .contains("The store s3://dormouse/state at http://127.0.0.1:")
                .contains("a create with If-None-Match succeeded though the object was there");
    }

    @Test
    void refusesABucketThatIsNotThere() {
        int code = up("data", "--store", "s3://elsewhere");

        assertThat(code).isEqualTo(REFUSED_TO_START);
        assertThat(err.toString(UTF_8)).contains("s3://elsewhere").contains("Create the bucket");
    }

    private ServedRuntime start(String data, String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of(
                "--store",
                "s3://" + S3Fake.BUCKET + "/state",
                "--store-endpoint",
                fake.endpoint().toString()));
        all.addAll(List.of(options));
        return ServedRuntime.start(Files.createDirectories(directory.resolve(data)), all.toArray(String[]::new));
    }

    /** Starts what is to be refused; an option here wins over the environment. */
    private int up(String data, String... options) {
        var surroundings = new Surroundings(
                Map.of(
                        "DORMOUSE_STORE_ENDPOINT",
                        fake.endpoint().toString(),
                        "DORMOUSE_STORE",
                        "s3://" + S3Fake.BUCKET + "/state"),
                Optional.empty(),
                directory,
                false,
                List.of(),
                InstantSource.system(),
                System::nanoTime,
                new SecureRandom(),
                InputStream.nullInputStream(),
                new PrintStream(OutputStream.nullOutputStream(), true, UTF_8),
                new PrintStream(err, true, UTF_8));
        List<String> arguments = new ArrayList<>(List.of("up", "--no-examples", "--port", "0", "--data", data));
        arguments.addAll(List.of(options));
        return new CommandLineTool(DormouseRuntime::start, action -> () -> {}, surroundings)
                .run(arguments.toArray(String[]::new));
    }
}
