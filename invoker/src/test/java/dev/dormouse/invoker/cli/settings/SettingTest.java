package dev.dormouse.invoker.cli.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Keys and defaults are what users hold on to: a change here is a breaking change and belongs into CHANGELOG.md. */
class SettingTest {
    private static final String KEYS_AND_DEFAULTS = """
            bind DORMOUSE_BIND 127.0.0.1
            port DORMOUSE_PORT 8080
            tls-cert DORMOUSE_TLS_CERT -
            tls-key DORMOUSE_TLS_KEY -
            data DORMOUSE_DATA -
            store DORMOUSE_STORE -
            store-endpoint DORMOUSE_STORE_ENDPOINT -
            store-cache-bytes DORMOUSE_STORE_CACHE_BYTES 1GiB
            seal-key-file DORMOUSE_SEAL_KEY_FILE -
            encrypt-at-rest DORMOUSE_ENCRYPT_AT_REST false
            examples DORMOUSE_EXAMPLES true
            warm-up DORMOUSE_WARM_UP true
            max-connections DORMOUSE_MAX_CONNECTIONS 10000
            max-header-bytes DORMOUSE_MAX_HEADER_BYTES 32KiB
            max-body-bytes DORMOUSE_MAX_BODY_BYTES 16MiB
            max-module-bytes DORMOUSE_MAX_MODULE_BYTES 64MiB
            head-timeout-millis DORMOUSE_HEAD_TIMEOUT_MILLIS 10s
            idle-timeout-millis DORMOUSE_IDLE_TIMEOUT_MILLIS 60s
            timing-detail DORMOUSE_TIMING_DETAIL true
            max-concurrency DORMOUSE_MAX_CONCURRENCY 256
            max-function-concurrency DORMOUSE_MAX_FUNCTION_CONCURRENCY 128
            max-waiting DORMOUSE_MAX_WAITING 2048
            max-function-waiting DORMOUSE_MAX_FUNCTION_WAITING 1024
            retry-after-millis DORMOUSE_RETRY_AFTER_MILLIS 1s
            drain-millis DORMOUSE_DRAIN_MILLIS 10s
            memory-max-bytes DORMOUSE_MEMORY_MAX_BYTES 128MiB
            memory-limit-bytes DORMOUSE_MEMORY_LIMIT_BYTES 1GiB
            timeout-millis DORMOUSE_TIMEOUT_MILLIS 30s
            timeout-limit-millis DORMOUSE_TIMEOUT_LIMIT_MILLIS 15m
            fuel DORMOUSE_FUEL 20000000000
            fuel-limit DORMOUSE_FUEL_LIMIT 1000000000000
            guest-memory-max-bytes DORMOUSE_GUEST_MEMORY_MAX_BYTES -
            max-answer-bytes DORMOUSE_MAX_ANSWER_BYTES 64MiB
            max-log-bytes DORMOUSE_MAX_LOG_BYTES 64KiB
            compile-timeout-millis DORMOUSE_COMPILE_TIMEOUT_MILLIS 60s
            compile-heap-bytes DORMOUSE_COMPILE_HEAP_BYTES 768MiB
            """;

    @Test
    void pinsEachKeyAndDefault() {
        String actual = Arrays.stream(Setting.values())
                .map(setting -> setting.key() + " " + setting.variable() + " "
                        + setting.standard().orElse("-"))
                .collect(Collectors.joining("\n", "", "\n"));
        assertThat(actual).isEqualTo(KEYS_AND_DEFAULTS);
    }

    @Test
    void explainsEachSettingInSentences() {
        assertThat(Setting.values())
                .allSatisfy(setting ->
                        assertThat(setting.description()).matches("[A-Z].*\\.").hasSizeLessThan(200));
    }

    @Test
    void standsInTheDocumentationAsItIs() throws IOException {
        String page = Files.readString(
                Path.of(Objects.requireNonNull(System.getProperty("dormouse.root")), "docs", "deployment.md"));

        assertThat(Setting.values())
                .allSatisfy(setting -> assertThat(page)
                        .contains("| `" + setting.key() + "` | "
                                + setting.standard()
                                        .map(text -> "`" + text + "`")
                                        .orElse("") + " | " + setting.description()
                                + " |"));
    }
}
