package dev.dormouse.invoker.cli.settings;

import dev.dormouse.invoker.cli.command.Surroundings;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Flags as most people write them: {@code --key value}, {@code --key=value}, a switch by itself, each once.
 *
 * <p>They are read without picocli, whose class files are too old for the JDK's AOT cache: loading and verifying them
 * would be a fifth of a start. Whatever else stands there, errors and {@code --help} among them, is picocli's.
 */
public final class PlainFlags {
    private static final Map<String, Setting> SETTINGS = new HashMap<>();
    private static final Map<String, Setting> SWITCHED_OFF = new HashMap<>();

    static {
        for (Setting setting : Setting.values()) {
            SETTINGS.put(setting.flag(), setting);
            if (setting.isSwitch()) {
                SWITCHED_OFF.put(setting.offFlag(), setting);
            }
        }
    }

    private final Map<Setting, EffectiveSettings.Value> flags = new EnumMap<>(Setting.class);
    private Optional<String> file = Optional.empty();

    private PlainFlags() {}

    /**
     * What the flags say, with everything else that counts.
     *
     * @return empty if the flags are not plain
     */
    public static Optional<EffectiveSettings> effective(List<String> arguments, Surroundings surroundings) {
        PlainFlags read = new PlainFlags();
        Iterator<String> rest = arguments.iterator();
        while (rest.hasNext()) {
            if (!read.take(rest.next(), rest)) {
                return Optional.empty();
            }
        }
        return Optional.of(EffectiveSettings.resolve(Map.copyOf(read.flags), read.file, surroundings));
    }

    private boolean take(String argument, Iterator<String> rest) {
        int equals = argument.indexOf('=');
        String name = equals < 0 ? argument : argument.substring(0, equals);
        Optional<String> attached = equals < 0 ? Optional.empty() : Optional.of(argument.substring(equals + 1));
        if (name.equals(SettingOptions.CONFIG)) {
            return file.isEmpty() && takeFile(attached.or(() -> next(rest)));
        }
        Setting off = SWITCHED_OFF.get(name);
        if (off != null) {
            return attached.isEmpty() && set(off, "false", name);
        }
        Setting setting = SETTINGS.get(name);
        if (setting == null) {
            return false;
        }
        Optional<String> text = setting.isSwitch()
                ? attached.or(() -> rest.hasNext() ? Optional.empty() : Optional.of("true"))
                : attached.or(() -> next(rest));
        return text.isPresent() && set(setting, text.get(), name);
    }

    private static Optional<String> next(Iterator<String> rest) {
        return Optional.of(rest).filter(Iterator::hasNext).map(Iterator::next).filter(text -> !text.startsWith("-"));
    }

    private boolean takeFile(Optional<String> path) {
        file = path;
        return path.isPresent();
    }

    private boolean set(Setting setting, String text, String name) {
        return flags.put(setting, new EffectiveSettings.Value(Optional.of(text), new Origin.Flag(name))) == null;
    }
}
