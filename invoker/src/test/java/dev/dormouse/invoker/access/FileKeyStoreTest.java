package dev.dormouse.invoker.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.snapshot.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileKeyStoreTest {
    private final AtomicLong now = new AtomicLong();
    private final Ticker ticker = now::get;

    @TempDir
    Path directory;

    @Test
    void keepsKeysOverARestart() {
        ApiKey first = key("00000000000a", Scope.READ);
        ApiKey second = key("00000000000b", Scope.INVOKE, Scope.DEPLOY);
        var keys = new FileKeyStore(directory, ticker);
        assertThat(keys.isEmpty()).isTrue();

        keys.add(first);
        keys.add(second);

        var again = new FileKeyStore(directory, ticker);
        assertThat(again.keys()).containsExactly(first, second);
        assertThat(again.find("00000000000b")).contains(second);
        assertThat(again.find("00000000000c")).isEmpty();
    }

    @Test
    void seesWithinASecondWhatAnotherProcessChanges() {
        var running = new FileKeyStore(directory, ticker);
        var commandLine = new FileKeyStore(directory, ticker);

        commandLine.add(key("00000000000a", Scope.READ));
        now.addAndGet(Duration.ofMillis(1_001).toNanos());
        assertThat(running.find("00000000000a")).isPresent();

        assertThat(commandLine.remove("00000000000a")).isTrue();
        assertThat(commandLine.remove("00000000000a")).isFalse();
        now.addAndGet(Duration.ofMillis(1_001).toNanos());
        assertThat(running.isEmpty()).isTrue();
    }

    @Test
    void keepsNoSecretAndLetsNobodyElseRead() throws Exception {
        var random = java.security.SecureRandom.getInstance("SHA1PRNG");
        var keys = new FileKeyStore(directory, ticker);

        KeyIssuer.Issued issued = new KeyIssuer(keys, random, () -> Instant.EPOCH).issue(Set.of(Scope.INVOKE));

        Path file = directory.resolve("keys.json");
        String secret = issued.token().substring("dk_000000000000_".length());
        assertThat(issued.token()).matches("dk_[0-9a-f]{12}_[-_A-Za-z0-9]{43}");
        assertThat(Files.readString(file)).contains(issued.key().id()).doesNotContain(secret);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(issued.toString()).doesNotContain(secret);
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void refusesASecondKeyOfTheSameId() {
        var keys = new FileKeyStore(directory, ticker);
        keys.add(key("00000000000a", Scope.READ));

        assertThatIllegalArgumentException().isThrownBy(() -> keys.add(key("00000000000a", Scope.DEPLOY)));
        assertThat(keys.keys()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"version\":2,\"keys\":[]}",
                "{\"version\":1}",
                "{\"version\":1,\"keys\":[],\"more\":1}",
                "{\"version\":1,\"keys\":[{\"id\":\"00000000000a\"}]}",
                "{\"version\":1,\"keys\":[]}{}"
            })
    void refusesAFileThatItDoesNotUnderstand(String content) throws IOException {
        Files.writeString(directory.resolve("keys.json"), content);

        assertThatThrownBy(() -> new FileKeyStore(directory, ticker))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("keys.json");
    }

    private static ApiKey key(String id, Scope... scopes) {
        return new ApiKey(id, "0".repeat(64), Set.of(scopes), Instant.EPOCH);
    }
}
