package dev.dormouse.invoker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.invoker.cli.command.FakeSurroundings;
import dev.dormouse.invoker.cli.command.JsonText;
import dev.dormouse.snapshot.format.EventCodec;
import dev.dormouse.snapshot.format.Nonce;
import dev.dormouse.snapshot.format.ObjectKind;
import dev.dormouse.snapshot.format.SealedObjects;
import dev.dormouse.snapshot.format.StampedEvent;
import dev.dormouse.snapshot.object.directory.FileNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectCommandTest {
    private static final String KEY = "registry/event/17";
    private static final byte[] EVENT =
            EventCodec.encode(ObjectKind.EVENT, KEY, new StampedEvent(new Nonce(1, 2), new byte[] {1, 2, 3}));

    @TempDir
    private Path directory;

    private final FakeSurroundings surroundings = new FakeSurroundings();

    @BeforeEach
    void workInTheDirectory() {
        surroundings.in(directory);
    }

    private int run(String... arguments) {
        return new CommandLineTool(new FakeLauncher(), action -> () -> {}, surroundings.toSurroundings())
                .run(arguments);
    }

    private Path keep(byte[] object) throws IOException {
        Path file = FileNames.inStore(directory.resolve("store"), KEY);
        Files.createDirectories(file.getParent());
        return Files.write(file, object);
    }

    @Test
    void saysWhatIsInTheFileOfAnObject() throws Exception {
        int code = run("inspect", keep(EVENT).toString());

        assertThat(surroundings.out()).isEqualTo("""
                        registry/event/17: EVENT (format version 1), 71 bytes
                              32  EVENT          19 bytes
                                    writer: 00000000000000010000000000000002
                                    content: 3 bytes
                        All checksums fit.
                        """);
        assertThat(code).isZero();
    }

    @Test
    void findsAnObjectByItsKey() throws Exception {
        keep(EVENT);

        assertThat(run("inspect", "--store", "store", KEY, "--json")).isZero();

        assertThat(JsonText.parse(surroundings.out().getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .at("/sections/0/facts/content")
                        .asText())
                .isEqualTo("3 bytes");
    }

    @Test
    void pointsAtTheDamage() throws Exception {
        byte[] damaged = EVENT.clone();
        damaged[60] ^= 1;

        assertThat(run("inspect", keep(damaged).toString())).isEqualTo(1);

        assertThat(surroundings.out())
                .endsWith("DAMAGED at byte 32: Section 0 does not have its checksum.\n")
                .doesNotContain("All checksums fit");
    }

    @Test
    void readsABackupUnderTheKeyThatIsSaid() throws Exception {
        Files.write(directory.resolve("backup"), EVENT);

        assertThat(run("inspect", "backup")).isEqualTo(2);
        assertThat(surroundings.err()).contains("Say it with --key.");
        assertThat(run("inspect", "backup", "--key", KEY)).isZero();
    }

    @Test
    void opensASealedObjectWithTheSecretOfTheInstallation() throws Exception {
        byte[] secret = new byte[SealedObjects.SECRET_BYTES];
        Files.write(directory.resolve("seal.key"), secret);
        var seal = new SealedObjects(secret, SealedObjects.Mode.ENCRYPTED, new SecureRandom());
        String file = keep(seal.seal(KEY, EVENT)).toString();

        assertThat(run("inspect", file)).isZero();
        assertThat(surroundings.out()).contains("Sealed: encrypted").contains("not opened");
        assertThat(run("inspect", file, "--data", ".")).isZero();
        assertThat(surroundings.out()).contains("its tag fits").contains("content: 3 bytes");
    }

    @Test
    void saysWhatIsMissing() {
        assertThat(run("inspect", "--store", "store", KEY)).isEqualTo(1);
        assertThat(surroundings.err()).contains("There is no file").contains("registry/event/17+");
        assertThat(run("inspect", "--store", "store", "../seal.key")).isEqualTo(2);
    }

    @Test
    void refusesAStoreThatIsNeitherADirectoryNorABucket() {
        assertThat(run("inspect", "--store", "ftp://somewhere", KEY)).isEqualTo(2);

        assertThat(surroundings.err()).contains("--store is a directory or s3://bucket/prefix; this one is 'ftp:");
    }
}
