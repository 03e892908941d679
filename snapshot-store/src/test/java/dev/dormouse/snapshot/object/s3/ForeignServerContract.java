package dev.dormouse.snapshot.object.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.snapshot.object.ObjectStore;
import dev.dormouse.snapshot.object.ObjectStoreContract;
import dev.dormouse.snapshot.object.probe.CreateOnlyProbe;
import dev.dormouse.snapshot.object.probe.ProbeSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The contract and the probe on a server that somebody else wrote; skipped with a word where it is not installed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ForeignServerContract extends ObjectStoreContract {
    private static final int PROBED_KEYS = 20;

    private @Nullable S3Process server;
    private int prefixes;

    /** Starts the server, or ends in an assumption that says what is missing. */
    abstract S3Process start(Path directory) throws Exception;

    @BeforeAll
    void startServer(@TempDir Path directory) throws Exception {
        server = start(directory);
    }

    @AfterAll
    void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    protected ObjectStore open() throws Exception {
        URI endpoint = Objects.requireNonNull(server).endpoint();
        String prefix = "tests/" + prefixes++;
        return S3Fixtures.open(S3Fixtures.settings(endpoint, S3Process.BUCKET, prefix, S3Fixtures.PATIENT));
    }

    @Override
    protected int racedKeys() {
        return PROBED_KEYS;
    }

    /** Servers that are written for file systems keep objects in folders. */
    @Override
    protected boolean tellsKeysFromFolders() {
        return false;
    }

    @Test
    void passesTheProbe() throws Exception {
        ProbeSettings settings = new ProbeSettings(8, PROBED_KEYS, PROBED_KEYS, Duration.ofMinutes(5));
        CreateOnlyProbe probe =
                new CreateOnlyProbe(store(), "the server", settings, S3Fixtures.stoppedTicker(), S3Fixtures.random(4));

        assertThat(probe.check()).isEqualTo(PROBED_KEYS);
    }
}
