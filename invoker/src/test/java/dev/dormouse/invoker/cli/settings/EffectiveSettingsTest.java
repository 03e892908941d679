package dev.dormouse.invoker.cli.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.invoker.RuntimeSettings;
import dev.dormouse.invoker.StoreLocation;
import dev.dormouse.invoker.cli.command.FakeSurroundings;
import dev.dormouse.invoker.cli.command.WrongUse;
import dev.dormouse.scheduler.SchedulerSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EffectiveSettingsTest {
    @TempDir
    private Path directory;

    private final FakeSurroundings surroundings = new FakeSurroundings();

    @ParameterizedTest
    @CsvSource({
        // flag, environment, file -> value, origin
        "1, 2, 3, 1, flag --port",
        "1,  , 3, 1, flag --port",
        "1, 2,  , 1, flag --port",
        "1,  ,  , 1, flag --port",
        " , 2, 3, 2, environment DORMOUSE_PORT",
        " , 2,  , 2, environment DORMOUSE_PORT",
        " ,  , 3, 3, file",
        " ,  ,  , 8080, default",
    })
    void prefersFlagThenEnvironmentThenFileThenDefault(
            String flag, String environment, String file, String value, String origin) throws IOException {
        if (environment != null) {
            surroundings.variable("DORMOUSE_PORT", environment);
        }
        Map<Setting, EffectiveSettings.Value> flags = flag == null ? Map.of() : flags(Setting.PORT, flag);
        Optional<String> path = file == null ? Optional.empty() : Optional.of(write("port: " + file));

        var effective = resolve(flags, path);

        assertThat(effective.value(Setting.PORT).text()).contains(value);
        assertThat(effective.value(Setting.PORT).origin().toString()).startsWith(origin);
        assertThat(effective.runtime().listen().port()).isEqualTo(Integer.parseInt(value));
    }

    @Test
    void takesTheFileThatTheEnvironmentNames() throws IOException {
        surroundings.variable("DORMOUSE_CONFIG", write("bind: 0.0.0.0"));

        assertThat(resolve().runtime().listen().bind()).isEqualTo("0.0.0.0");
    }

    @Test
    void standsOnItsDefaultsAlone() {
        RuntimeSettings settings = resolve().runtime();

        assertThat(settings)
                .isEqualTo(new RuntimeSettings(
                        new RuntimeSettings.Listen("127.0.0.1", 8080, Optional.empty()),
                        new RuntimeSettings.Storage(
                                Path.of("/home/ada/.local/share/dormouse"),
                                new StoreLocation.Directory(Path.of("/home/ada/.local/share/dormouse/store")),
                                Optional.empty(),
                                1 << 30,
                                Optional.empty(),
                                false),
                        true,
                        true,
                        new RuntimeSettings.Requests(
                                10_000,
                                32 << 10,
                                16 << 20,
                                64 << 20,
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(60),
                                true),
                        SchedulerSettings.DEFAULT,
                        new RuntimeSettings.Guests(
                                new RuntimeSettings.GuestLimits(128 << 20, Duration.ofSeconds(30), 20_000_000_000L),
                                new RuntimeSettings.GuestLimits(1 << 30, Duration.ofMinutes(15), 1_000_000_000_000L),
                                Runtime.getRuntime().maxMemory() / 2,
                                64 << 20,
                                64 << 10),
                        new RuntimeSettings.Compiler(Duration.ofSeconds(60), 768 << 20),
                        Duration.ofSeconds(10)));
    }

    @Test
    void keepsStateBelowXdgDataHomeWhereThatIsSet() {
        surroundings.variable("XDG_DATA_HOME", "/var/state");

        assertThat(resolve().runtime().storage().data()).isEqualTo(Path.of("/var/state/dormouse"));
    }

    @Test
    void refusesToGuessWhereStateGoesWithoutAHome() {
        surroundings.homeless();

        assertThatThrownBy(() -> resolve().runtime())
                .isInstanceOf(WrongUse.class)
                .hasMessage("There is no home directory to keep state in. Say where with --data DIR.");
    }

    @Test
    void placesTheStoreBelowTheDataDirectory() {
        var storage = resolve(flags(Setting.DATA, "state"), Optional.empty())
                .runtime()
                .storage();

        assertThat(storage.data()).isEqualTo(Path.of("/work-place/state"));
        assertThat(storage.store()).isEqualTo(new StoreLocation.Directory(Path.of("/work-place/state/store")));
    }

    @ParameterizedTest
    @CsvSource({"s3://bucket/a/b/, bucket, a/b", "s3://bucket, bucket, ''", "s3://bucket/, bucket, ''"})
    void readsAStoreInS3(String text, String bucket, String prefix) {
        surroundings.variable("DORMOUSE_STORE_ENDPOINT", "http://127.0.0.1:9000/");

        var storage =
                resolve(flags(Setting.STORE, text), Optional.empty()).runtime().storage();

        assertThat(storage.store()).isEqualTo(new StoreLocation.Bucket(bucket, prefix));
        assertThat(storage.endpoint()).contains(URI.create("http://127.0.0.1:9000"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PORT | abc | port is a whole number; this one is 'abc' (flag --port).",
                "PORT | 99999 | port is 0 to 65535, 0 for a free one; this one is 99999."
                        + " 'dormouse config' shows where each value comes from.",
                "MAX_BODY_BYTES | 3 apples | max-body-bytes is a size, for example 67108864 or 64MiB; this one is"
                        + " '3 apples' (flag --max-body-bytes).",
                "MAX_BODY_BYTES | 0 | max-body-bytes is at least 1; this one is 0."
                        + " 'dormouse config' shows where each value comes from.",
                "DRAIN_MILLIS | soon | drain-millis is a time in milliseconds or with a unit, for example 500, 5s or 2m;"
                        + " this one is 'soon' (flag --drain-millis).",
                "EXAMPLES | maybe | examples is true or false; this one is 'maybe' (flag --examples).",
                "TLS_CERT | a.pem | TLS needs both tls-cert and tls-key; only tls-cert is set.",
                "STORE | ftp://x/y | store is a directory or s3://bucket/prefix; this one is 'ftp://x/y' (flag --store).",
                "STORE_ENDPOINT | http://h:1 | store-endpoint is for a store in S3; this store is the directory"
                        + " /home/ada/.local/share/dormouse/store. Set store to s3://bucket/prefix or leave"
                        + " store-endpoint out. 'dormouse config' shows where each value comes from.",
                "MEMORY_MAX_BYTES | 2GiB | memory-max-bytes is at most memory-limit-bytes, which is 1073741824; this one"
                        + " is 2147483648. Lower it or raise the limit."
                        + " 'dormouse config' shows where each value comes from.",
            })
    void refusesAValueThatCannotBeMeant(Setting setting, String text, String sentence) {
        var effective = resolve(flags(setting, text), Optional.empty());

        assertThatThrownBy(effective::runtime).isInstanceOf(WrongUse.class).hasMessage(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "prot: 80 | has the key 'prot', which is no setting. 'dormouse config' prints those that there are.",
                "port: [1] | gives 'port' no single value. Write 'key: value', or leave the key out for the default.",
                "port: | gives 'port' no single value. Write 'key: value', or leave the key out for the default.",
                "just text | does not.",
                "port: 1\\nport: 2 | line 2, is not YAML: Duplicate field 'port'.",
                "{ | is not YAML: ",
            })
    void refusesAFileThatCannotBeMeant(String content, String part) throws IOException {
        var file = Optional.of(write(content.replace("\\n", "\n")));

        assertThatThrownBy(() -> resolve(Map.of(), file))
                .isInstanceOf(WrongUse.class)
                .hasMessageContaining(part);
    }

    @Test
    void refusesAFileThatIsNotThere() {
        assertThatThrownBy(() -> resolve(Map.of(), Optional.of("/no/such/file")))
                .isInstanceOf(WrongUse.class)
                .hasMessage("There is no settings file /no/such/file. Correct --config or DORMOUSE_CONFIG.");
    }

    @Test
    void refusesAFileLargerThanItsBound() throws IOException {
        var file = Optional.of(write("#" + "x".repeat(64 << 10)));

        assertThatThrownBy(() -> resolve(Map.of(), file))
                .isInstanceOf(WrongUse.class)
                .hasMessageContaining("at most 65536 bytes");
    }

    @Test
    void takesAnEmptyFileForNoSettings() throws IOException {
        assertThat(resolve(Map.of(), Optional.of(write("# nothing\n"))).runtime())
                .isEqualTo(resolve().runtime());
    }

    private EffectiveSettings resolve() {
        return resolve(Map.of(), Optional.empty());
    }

    private EffectiveSettings resolve(Map<Setting, EffectiveSettings.Value> flags, Optional<String> file) {
        return EffectiveSettings.resolve(flags, file, surroundings.toSurroundings());
    }

    private static Map<Setting, EffectiveSettings.Value> flags(Setting setting, String text) {
        return Map.of(setting, new EffectiveSettings.Value(Optional.of(text), new Origin.Flag(setting.flag())));
    }

    private String write(String yaml) throws IOException {
        return Files.writeString(directory.resolve("dormouse.yaml"), yaml).toString();
    }
}
