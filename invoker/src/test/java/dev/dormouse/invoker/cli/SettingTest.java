package dev.dormouse.invoker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
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
            examples DORMOUSE_EXAMPLES true
            connections-max DORMOUSE_CONNECTIONS_MAX 4096
            header-max-bytes DORMOUSE_HEADER_MAX_BYTES 16KiB
            body-max-bytes DORMOUSE_BODY_MAX_BYTES 32MiB
            module-max-bytes DORMOUSE_MODULE_MAX_BYTES 64MiB
            head-timeout-millis DORMOUSE_HEAD_TIMEOUT_MILLIS 10s
            idle-timeout-millis DORMOUSE_IDLE_TIMEOUT_MILLIS 60s
            timing-detail DORMOUSE_TIMING_DETAIL true
            concurrency-max DORMOUSE_CONCURRENCY_MAX 256
            function-concurrency-max DORMOUSE_FUNCTION_CONCURRENCY_MAX 128
            waiting-max DORMOUSE_WAITING_MAX 2048
            function-waiting-max DORMOUSE_FUNCTION_WAITING_MAX 1024
            retry-after-millis DORMOUSE_RETRY_AFTER_MILLIS 1s
            drain-millis DORMOUSE_DRAIN_MILLIS 10s
            memory-max-bytes DORMOUSE_MEMORY_MAX_BYTES 128MiB
            memory-limit-bytes DORMOUSE_MEMORY_LIMIT_BYTES 1GiB
            timeout-millis DORMOUSE_TIMEOUT_MILLIS 30s
            timeout-limit-millis DORMOUSE_TIMEOUT_LIMIT_MILLIS 15m
            fuel DORMOUSE_FUEL 20000000000
            fuel-limit DORMOUSE_FUEL_LIMIT 1000000000000
            answer-max-bytes DORMOUSE_ANSWER_MAX_BYTES 32MiB
            log-max-bytes DORMOUSE_LOG_MAX_BYTES 64KiB
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
}
