package dev.dormouse.invoker.cli.settings;

import dev.dormouse.invoker.RuntimeSettings;
import dev.dormouse.invoker.cli.command.Surroundings;
import dev.dormouse.invoker.cli.command.WrongUse;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What is in force, and where each value came from: a flag wins over the environment, the environment over the file,
 * the file over the default.
 */
public final class EffectiveSettings {
    /** Names the settings file, beside {@code --config}. */
    static final String FILE_VARIABLE = "DORMOUSE_CONFIG";

    /**
     * One setting's value.
     *
     * @param text as it was written; empty if the setting is not set and has no default
     * @param origin who wrote it
     */
    public record Value(Optional<String> text, Origin origin) {}

    private final Surroundings surroundings;
    private final Map<Setting, Value> values;

    private EffectiveSettings(Surroundings surroundings, Map<Setting, Value> values) {
        this.surroundings = surroundings;
        this.values = Collections.unmodifiableMap(values);
    }

    /**
     * Brings the sources together.
     *
     * @param flags what the command line says, each with the flag as it was written
     * @param file what {@code --config} says
     */
    public static EffectiveSettings resolve(
            Map<Setting, Value> flags, Optional<String> file, Surroundings surroundings) {
        Optional<Path> path =
                file.or(() -> surroundings.variable(FILE_VARIABLE)).map(surroundings::resolve);
        Map<Setting, String> fromFile = path.map(SettingsFile::read).orElse(Map.of());
        var values = new EnumMap<Setting, Value>(Setting.class);
        for (Setting setting : Setting.values()) {
            Optional<Value> fromFlag = Optional.ofNullable(flags.get(setting));
            values.put(
                    setting,
                    fromFlag.or(() -> fromEnvironment(setting, surroundings))
                            .or(() -> path.flatMap(p -> fromFile(setting, fromFile, p)))
                            .orElseGet(() -> new Value(standard(setting, surroundings), Origin.STANDARD)));
        }
        placeStoreBelowData(values);
        return new EffectiveSettings(surroundings, values);
    }

    /** All settings with their values, in the order of {@link Setting}. */
    Map<Setting, Value> values() {
        return values;
    }

    /** One setting's value. */
    Value value(Setting setting) {
        return Objects.requireNonNull(values.get(setting));
    }

    /** The settings as the runtime takes them; a {@link WrongUse} if a value cannot be meant. */
    public RuntimeSettings runtime() {
        return new RuntimeSettingsReader(this, surroundings).read();
    }

    private static Optional<Value> fromEnvironment(Setting setting, Surroundings surroundings) {
        return surroundings
                .variable(setting.variable())
                .map(text -> new Value(Optional.of(text), new Origin.Environment(setting.variable())));
    }

    private static Optional<Value> fromFile(Setting setting, Map<Setting, String> texts, Path file) {
        return Optional.ofNullable(texts.get(setting)).map(text -> new Value(Optional.of(text), new Origin.File(file)));
    }

    private static Optional<String> standard(Setting setting, Surroundings surroundings) {
        return setting == Setting.DATA ? DataDirectory.standard(surroundings).map(Path::toString) : setting.standard();
    }

    private static void placeStoreBelowData(Map<Setting, Value> values) {
        values.computeIfPresent(
                Setting.STORE,
                (store, value) -> value.text().isPresent()
                        ? value
                        : new Value(
                                text(values, Setting.DATA)
                                        .map(data -> Path.of(data, "store").toString()),
                                Origin.STANDARD));
    }

    private static Optional<String> text(Map<Setting, Value> values, Setting setting) {
        return Optional.ofNullable(values.get(setting)).flatMap(Value::text);
    }
}
