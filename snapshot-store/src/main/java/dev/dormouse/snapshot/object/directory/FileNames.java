package dev.dormouse.snapshot.object.directory;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Which file holds which key: parts are folders, and the last part with a {@code +} behind it is the file.
 *
 * <p>The plus sign, which no key can hold, lets {@code a} and {@code a/b} be objects side by side.
 */
final class FileNames {
    private static final String MARK = "+";

    private FileNames() {}

    static Path fileOf(Path root, String key) {
        return root.resolve(key + MARK);
    }

    /** The last part of a key, if {@code fileName} is that of an object and not of a folder. */
    static Optional<String> partOf(String fileName) {
        return fileName.endsWith(MARK) ? Optional.of(fileName.substring(0, fileName.length() - 1)) : Optional.empty();
    }
}
