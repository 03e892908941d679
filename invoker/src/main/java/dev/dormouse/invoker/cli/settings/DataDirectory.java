package dev.dormouse.invoker.cli.settings;

import dev.dormouse.invoker.cli.command.Surroundings;
import java.nio.file.Path;
import java.util.Optional;

/** Where state goes when nobody says: the same place from whatever directory the command is started. */
final class DataDirectory {
    private DataDirectory() {}

    /** {@code $XDG_DATA_HOME/dormouse}, else {@code ~/.local/share/dormouse}; none without a home directory. */
    static Optional<Path> standard(Surroundings surroundings) {
        return surroundings
                .variable("XDG_DATA_HOME")
                .map(Path::of)
                .filter(Path::isAbsolute)
                .or(() -> surroundings.home().map(home -> home.resolve(".local/share")))
                .map(base -> base.resolve("dormouse"));
    }
}
