package dev.dormouse.invoker.cli.settings;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dormouse.invoker.cli.command.ExitCode;
import dev.dormouse.invoker.cli.command.JsonText;
import dev.dormouse.invoker.cli.command.OutputOptions;
import dev.dormouse.invoker.cli.command.Surroundings;
import dev.dormouse.invoker.cli.command.TextTable;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code dormouse config}: what {@code up} would run with, and where each value comes from. */
@Command(
        name = "config",
        description = "Prints the settings that 'dormouse up' would run with here, and where each value comes from:"
                + " a flag wins over the environment, the environment over the file of --config, the file over the"
                + " default.")
public final class ConfigCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call()
    private CommandSpec spec;

    /** @param surroundings what the command sees and says */
    public ConfigCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        var settings = SettingOptions.effective(spec.commandLine().getParseResult(), surroundings);
        if (output.json()) {
            surroundings.out().println(JsonText.pretty(json(settings)));
        } else {
            table(settings).printTo(surroundings.out());
        }
        settings.runtime(); // complains when they cannot be meant, after having shown them
        return ExitCode.DONE.number();
    }

    private static JsonNode json(EffectiveSettings settings) {
        var json = JsonText.object();
        settings.values()
                .forEach((setting, value) -> json.putObject(setting.key())
                        .put("value", value.text().orElse(null))
                        .put("origin", value.origin().toString()));
        return json;
    }

    private static TextTable table(EffectiveSettings settings) {
        var table = new TextTable("SETTING", "VALUE", "FROM");
        settings.values()
                .forEach((setting, value) -> table.row(
                        setting.key(), value.text().orElse("-"), value.origin().toString()));
        return table;
    }
}
