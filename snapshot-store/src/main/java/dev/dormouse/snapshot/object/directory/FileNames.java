package dev.dormouse.snapshot.object.directory;

import dev.dormouse.snapshot.object.ObjectKeys;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which file holds which key: parts are folders, and the last part with a {@code +} behind it is the file.
 *
 * <p>The plus sign, which no key can hold, lets {@code a} and {@code a/b} be objects side by side.
 */
public final class FileNames {
    /** The folder of a store's directory that the objects are in. */
    static final String OBJECTS = "objects";

    private static final String MARK = "+";

    private FileNames() {}

    static Path fileOf(Path root, String key) {
        return root.resolve(key + MARK);
    }

    /** The last part of a key, if {@code fileName} is that of an object and not of a folder. */
    static Optional<String> partOf(String fileName) {
        return fileName.endsWith(MARK) ? Optional.of(fileName.substring(0, fileName.length() - 1)) : Optional.empty();
    }

    /**
     * The file of an object of the store in {@code directory}, whether it is there or not.
     *
     * @throws IllegalArgumentException if {@code key} cannot be one
     */
    public static Path inStore(Path directory, String key) {
        return fileOf(directory.resolve(OBJECTS), ObjectKeys.valid(key));
    }

    /** The key of the object in {@code file}, as its place in a store's directory tells it; empty if it lies in none. */
    public static Optional<String> keyOf(Path file) {
        for (int i = file.getNameCount() - 2; i >= 0; i--) {
            if (file.getName(i).toString().equals(OBJECTS)) {
                String below = file.subpath(i + 1, file.getNameCount()).toString();
                return partOf(below).filter(FileNames::isKey);
            }
        }
        return Optional.empty();
    }

    private static boolean isKey(String text) {
        try {
            return ObjectKeys.valid(text).equals(text);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
