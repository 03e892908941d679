package dev.dormouse.snapshot.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Objects that earlier versions wrote can be read, and still say the same. */
class GoldenFilesTest {
    static List<StoredKind> kinds() {
        return StoredKind.all();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void readsWhatVersionOneWrote(StoredKind kind) throws Exception {
        byte[] golden = golden("v1/" + kind.name());

        assertThat(kind.read(kind.key(), golden))
                .usingRecursiveComparison()
                .ignoringFields("id") // the hash of the bytes, which another release of zstd may write differently
                .isEqualTo(kind.expected());
    }

    private static byte[] golden(String name) throws IOException {
        try (InputStream in = GoldenFilesTest.class.getResourceAsStream("/golden/" + name)) {
            assertThat(in).as("golden file " + name).isNotNull();
            return in.readAllBytes();
        }
    }

    /** Writes the files of a new version; those of a released one are never written again. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        for (StoredKind kind : StoredKind.all()) {
            Files.write(folder.resolve(kind.name()), kind.bytes());
        }
    }
}
