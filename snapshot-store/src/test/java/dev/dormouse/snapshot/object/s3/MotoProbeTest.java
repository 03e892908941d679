package dev.dormouse.snapshot.object.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dormouse.snapshot.object.StoreRefusedException;
import dev.dormouse.snapshot.object.probe.CreateOnlyProbe;
import dev.dormouse.snapshot.object.probe.ProbeSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * moto looks and creates in two steps, so that two of several writers now and then are both told that they created the
 * same object. The probe has to notice: {@code pip install 'moto[s3,server]'}, and its {@code moto_server} on the PATH.
 *
 * <p>How often it happens depends on the machine: 37 seconds showed it on a busy one, a thousand races on a quiet one did
 * not. So this is tried long, and not in every build.
 */
@Tag("soak")
class MotoProbeTest {
    /** As many races as a probe takes. */
    private static final ProbeSettings SETTINGS = new ProbeSettings(8, 200, 40, Duration.ofMinutes(5));

    private static final int PROBES = 30;

    @Test
    void findsOutThatTwoWritersWereToldTheSame(@TempDir Path directory) throws Exception {
        Optional<Path> program = S3Process.program("moto_server");
        assumeTrue(program.isPresent(), "moto is not here: pip install 'moto[s3,server]', its moto_server on the PATH");
        int port = S3Process.freePorts(1).getFirst();
        List<String> command =
                List.of(program.orElseThrow().toString(), "-H", "127.0.0.1", "-p", Integer.toString(port));
        try (S3Process server = S3Process.start(command, directory, port)) {
            Optional<String> refusal = Optional.empty();
            for (int probe = 0; probe < PROBES && refusal.isEmpty(); probe++) {
                refusal = refusal(server, "tests/" + probe);
            }

            assertThat(refusal)
                    .hasValueSatisfying(sentence -> assertThat(sentence).contains("at the same moment"));
        }
    }

    private static Optional<String> refusal(S3Process server, String prefix) throws Exception {
        S3Settings settings = S3Fixtures.settings(server.endpoint(), S3Process.BUCKET, prefix, S3Fixtures.PATIENT);
        try (S3ObjectStore store = S3Fixtures.open(settings)) {
            int raced = new CreateOnlyProbe(store, "moto", SETTINGS, S3Fixtures.stoppedTicker(), S3Fixtures.random(7))
                    .check();
            assertThat(raced).isEqualTo(200);
            return Optional.empty();
        } catch (StoreRefusedException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
