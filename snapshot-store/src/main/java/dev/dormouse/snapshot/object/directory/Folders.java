package dev.dormouse.snapshot.object.directory;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The folders below a root, and which of them are known to be on disk with all that they name.
 *
 * <p>A process that was killed may have left names that no fsync has covered yet. Nobody may build on such a name: so
 * a folder, with all above it, is forced once before the first use of anything in it. Thread-safe.
 */
final class Folders {
    private final Path root;
    private final FileAttribute<?>[] privately;
    private final Set<Path> settled = ConcurrentHashMap.newKeySet();

    Folders(Path root) {
        this.root = root;
        boolean posix = root.getFileSystem().supportedFileAttributeViews().contains("posix");
        this.privately = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }

    /** Makes {@code folder} and what is missing above it, down from the root, all durable. */
    void make(Path folder) throws IOException {
        if (settled.contains(folder)) {
            return;
        }
        Path parent = folder.getParent();
        if (!folder.equals(root) && parent != null) {
            make(parent);
            try {
                Files.createDirectory(folder, privately);
                force(parent);
            } catch (FileAlreadyExistsException e) {
                // made before, by a process that may have died at once: settling the parent has covered it
            }
        }
        settle(folder);
    }

    /** Makes sure, once, that all names in {@code folder} and the folder's own name are on disk. */
    void settle(Path folder) throws IOException {
        if (settled.contains(folder)) {
            return;
        }
        Path parent = folder.getParent();
        if (!folder.equals(root) && parent != null) {
            settle(parent);
        }
        force(folder);
        settled.add(folder);
    }

    /**
     * fsync of a folder: its names are on disk afterwards. An interrupted thread finishes it and stays interrupted.
     *
     * @throws ForceFailedException if that is not known
     */
    static void force(Path folder) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (!forced(folder)) {
                interrupted = true;
                Thread.interrupted();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static boolean forced(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
            return true;
        } catch (ClosedByInterruptException e) {
            return false;
        } catch (IOException e) {
            throw new ForceFailedException(folder, e);
        }
    }
}
