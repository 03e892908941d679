package dev.dormouse.invoker.guests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each module that is committed is the one whose digest is committed. */
class CommittedModulesTest {
    @ParameterizedTest
    @CsvSource({"../examples, 2", "src/test/resources/guests, 1", "src/test/resources/guests/elsewhere, 1"})
    void haveTheirDigestInSha256Sums(Path folder, int depth) throws IOException {
        Map<String, String> committed = Files.readAllLines(folder.resolve("SHA256SUMS")).stream()
                .map(line -> line.split("  ", 2))
                .collect(Collectors.toMap(parts -> parts[1], parts -> parts[0]));
        List<Path> modules;
        try (Stream<Path> files = Files.walk(folder, depth)) {
            modules = files.filter(file -> file.toString().endsWith(".wasm")).toList();
        }
        assertThat(modules).isNotEmpty();
        Map<String, String> found = modules.stream()
                .collect(Collectors.toMap(
                        file -> folder.relativize(file).toString(), file -> sha256(DeployedGuest.read(file))));
        assertThat(found).containsExactlyInAnyOrderEntriesOf(committed);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
