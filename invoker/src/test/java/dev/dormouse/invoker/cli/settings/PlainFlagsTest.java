package dev.dormouse.invoker.cli.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.invoker.cli.command.FakeSurroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** What is read without picocli is what picocli reads. */
class PlainFlagsTest {
    private final FakeSurroundings surroundings = new FakeSurroundings();

    @ParameterizedTest
    @EnumSource(Setting.class)
    void eachSettingIsReadAsPicocliReadsIt(Setting setting) {
        agree(setting.flag() + "=some=thing");
        agree(setting.flag() + "=");
        if (setting.isSwitch()) {
            agree(setting.flag());
            agree(setting.offFlag());
        } else {
            agree(setting.flag(), "something");
        }
    }

    @Test
    void severalAreReadTogetherAndTheFileToo(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("settings.yaml"), "max-waiting: 7\n");

        agree("--port", "0", "--no-examples", "--data=here", "--config", file.toString());
        agree("--config=" + file, "--encrypt-at-rest");
        agree();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "--prot 0",
                "--port",
                "--port --data x",
                "--port -1",
                "--port 1 --port 2",
                "--examples false",
                "--examples --no-examples",
                "--no-examples=true",
                "--config",
                "--config a --config b",
                "port 1"
            })
    void whatIsNotPlainIsLeftToPicocli(String arguments) {
        assertThat(PlainFlags.effective(List.of(arguments.split(" ", -1)), surroundings.toSurroundings()))
                .isEmpty();
    }

    private void agree(String... arguments) {
        CommandSpec command = CommandSpec.create();
        SettingOptions.addTo(command);
        EffectiveSettings expected =
                SettingOptions.effective(new CommandLine(command).parseArgs(arguments), surroundings.toSurroundings());

        Optional<EffectiveSettings> found = PlainFlags.effective(List.of(arguments), surroundings.toSurroundings());

        assertThat(found.orElseThrow().values()).isEqualTo(expected.values());
    }
}
