package dev.dormouse.invoker.cli.settings;

import dev.dormouse.invoker.cli.command.Surroundings;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The settings as options of a command: one for each {@link Setting}, and {@code --config}. */
public final class SettingOptions {
    static final String CONFIG = "--config";

    private SettingOptions() {}

    /** Gives {@code command} the options. */
    public static void addTo(CommandSpec command) {
        command.addOption(OptionSpec.builder(CONFIG)
                .paramLabel("FILE")
                .type(String.class)
                .description("YAML file of settings: lines 'key: value', keys as the options below without the dashes.")
                .build());
        int order = 0;
        for (Setting.Section section : Setting.Section.values()) {
            var group = ArgGroupSpec.builder()
                    .heading("%n" + section.heading() + ":%n")
                    .validate(false)
                    .exclusive(false)
                    .order(order++);
            for (Setting setting : Setting.values()) {
                if (setting.section() == section) {
                    addOptions(group, setting);
                }
            }
            command.addArgGroup(group.build());
        }
    }

    /** What was given on the command line, with everything else that counts. */
    public static EffectiveSettings effective(ParseResult parsed, Surroundings surroundings) {
        var flags = new EnumMap<Setting, EffectiveSettings.Value>(Setting.class);
        for (Setting setting : Setting.values()) {
            given(parsed, setting.flag()).ifPresent(text -> flags.put(setting, flag(text, setting.flag())));
            if (setting.isSwitch() && parsed.hasMatchedOption(setting.offFlag())) {
                flags.put(setting, flag("false", setting.offFlag()));
            }
        }
        return EffectiveSettings.resolve(Map.copyOf(flags), given(parsed, CONFIG), surroundings);
    }

    private static void addOptions(ArgGroupSpec.Builder group, Setting setting) {
        var option = OptionSpec.builder(setting.flag())
                .paramLabel(setting.placeholder())
                .type(String.class)
                .description(describe(setting));
        if (setting.isSwitch()) {
            group.addArg(option.arity("0..1").fallbackValue("true").build());
            group.addArg(OptionSpec.builder(setting.offFlag())
                    .type(boolean.class)
                    .description("The same as " + setting.flag() + "=false.")
                    .build());
        } else {
            group.addArg(option.build());
        }
    }

    private static String describe(Setting setting) {
        return setting.description().replace("%", "%%")
                + setting.standard().map(text -> " Default: " + text + ".").orElse("");
    }

    private static Optional<String> given(ParseResult parsed, String option) {
        return Optional.ofNullable(parsed.matchedOptionValue(option, (String) null));
    }

    private static EffectiveSettings.Value flag(String text, String name) {
        return new EffectiveSettings.Value(Optional.of(text), new Origin.Flag(name));
    }
}
