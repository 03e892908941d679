package dev.dormouse.snapshot.object.directory;

import dev.dormouse.snapshot.object.Listed;
import dev.dormouse.snapshot.object.ObjectStore;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** One listing of a directory in the order of keys, which stops when it has enough. */
final class DirectoryWalk {
    private final String prefix;
    private final String after;
    private final Folders folders;
    private final Predicate<String> visible;
    private final List<Listed> found = new ArrayList<>();

    private DirectoryWalk(String prefix, String after, Folders folders, Predicate<String> visible) {
        this.prefix = prefix;
        this.after = after;
        this.folders = folders;
        this.visible = visible;
    }

    /** @param visible whether an object that has a file is to be shown yet */
    static List<Listed> list(Path root, String prefix, String after, Folders folders, Predicate<String> visible)
            throws IOException {
        DirectoryWalk walk = new DirectoryWalk(prefix, after, folders, visible);
        String folderKey = prefix.substring(0, prefix.lastIndexOf('/') + 1);
        walk.visit(root.resolve(folderKey), folderKey);
        return walk.found;
    }

    /** @param folderKey beginning of all keys below {@code folder}: empty, or ending with a slash */
    private void visit(Path folder, String folderKey) throws IOException {
        for (String child : sortedChildren(folder, folderKey)) {
            if (found.size() >= ObjectStore.LIST_MAX) {
                return;
            }
            if (child.endsWith("/")) {
                visit(folder.resolve(child.substring(folderKey.length())), child);
            } else {
                add(child, folder);
            }
        }
    }

    /** Keys of objects, and of folders with a slash at the end: so they sort as all the keys below them do. */
    private List<String> sortedChildren(Path folder, String folderKey) throws IOException {
        List<String> children = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            for (Path path : stream) {
                String name = String.valueOf(path.getFileName());
                Optional<String> part = FileNames.partOf(name);
                String child = folderKey + part.orElse(name + "/");
                if (part.isPresent() ? isWanted(child) : mayHoldWanted(child)) {
                    children.add(child);
                }
            }
            folders.settle(folder);
        } catch (NoSuchFileException e) {
            return List.of(); // no object has this prefix
        }
        children.sort(null);
        return children;
    }

    private boolean isWanted(String key) {
        return key.startsWith(prefix) && key.compareTo(after) > 0 && visible.test(key);
    }

    private boolean mayHoldWanted(String folderKey) {
        boolean prefixed = folderKey.startsWith(prefix) || prefix.startsWith(folderKey);
        return prefixed && (folderKey.compareTo(after) > 0 || after.startsWith(folderKey));
    }

    private void add(String key, Path folder) throws IOException {
        Path file = FileNames.fileOf(folder, key.substring(key.lastIndexOf('/') + 1));
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            found.add(new Listed(
                    key, attributes.size(), attributes.lastModifiedTime().toInstant()));
        } catch (NoSuchFileException e) {
            // deleted since the folder was read
        }
    }
}
