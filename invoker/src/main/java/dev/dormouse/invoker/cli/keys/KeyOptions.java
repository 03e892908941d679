package dev.dormouse.invoker.cli.keys;

import dev.dormouse.invoker.access.FileKeyStore;
import dev.dormouse.invoker.access.KeyStore;
import dev.dormouse.invoker.cli.command.CommandFailed;
import dev.dormouse.invoker.cli.command.OutputOptions;
import dev.dormouse.invoker.cli.command.Surroundings;
import dev.dormouse.invoker.cli.settings.EffectiveSettings;
import dev.dormouse.invoker.cli.settings.Origin;
import dev.dormouse.invoker.cli.settings.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whose keys, and how a command prints. */
final class KeyOptions {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The runtime's data directory. Default: as for 'dormouse up'.")
    private @Nullable String data;

    @Option(names = "--config", paramLabel = "FILE", description = "The runtime's file of settings.")
    private @Nullable String config;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    boolean json() {
        return output.json();
    }

    /** The keys of the runtime that 'dormouse up' with the same options would start. */
    KeyStore open(Surroundings surroundings) {
        Map<Setting, EffectiveSettings.Value> flags = data == null
                ? Map.of()
                : Map.of(
                        Setting.DATA,
                        new EffectiveSettings.Value(Optional.of(data), new Origin.Flag(Setting.DATA.flag())));
        Path directory = EffectiveSettings.resolve(flags, Optional.ofNullable(config), surroundings)
                .runtime()
                .storage()
                .data();
        try {
            return new FileKeyStore(Files.createDirectories(directory), surroundings.ticker());
        } catch (IOException failed) {
            throw new CommandFailed("The data directory " + directory + " cannot be made (" + failed.getMessage()
                    + "). Name another with" + " --data.");
        }
    }
}
