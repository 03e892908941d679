package dev.dormouse.invoker.access;

import dev.dormouse.snapshot.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Keys in one file, {@code keys.json}, that only its owner may read. A change writes a new file, syncs it and renames it
 * over the old one, so that whoever reads sees all of the one or all of the other, also after a crash.
 *
 * <p>The command line changes the file beside a running runtime, so it is looked at again once a second. Two processes
 * that change it in the same instant can lose one change; people do that, machines do not.
 */
public final class FileKeyStore implements KeyStore {
    private static final String FILE = "keys.json";
    private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

    private final Path directory;
    private final Path file;
    private final Ticker ticker;

    /** What was read last; replaced as a whole, under the lock of this. */
    private volatile Content content;

    private volatile long lookedAt;

    private record Content(List<ApiKey> keys, Optional<Stamp> stamp) {}

    /** What tells one file from the next. A rename gives each a file key of its own, where the file system has them. */
    private record Stamp(FileTime modified, long size, Optional<Object> fileKey) {}

    /**
     * @param directory exists
     * @throws UncheckedIOException if there are keys that cannot be read
     */
    public FileKeyStore(Path directory, Ticker ticker) {
        this.directory = directory;
        this.file = directory.resolve(FILE);
        this.ticker = ticker;
        this.lookedAt = ticker.nanos();
        this.content = read();
    }

    @Override
    public List<ApiKey> keys() {
        return current().keys();
    }

    @Override
    public boolean isEmpty() {
        return keys().isEmpty();
    }

    @Override
    public Optional<ApiKey> find(String id) {
        for (ApiKey key : keys()) {
            if (key.id().equals(id)) {
                return Optional.of(key);
            }
        }
        return Optional.empty();
    }

    @Override
    public synchronized void add(ApiKey key) {
        List<ApiKey> keys = new ArrayList<>(read().keys());
        if (keys.stream().anyMatch(it -> it.id().equals(key.id()))) {
            throw new IllegalArgumentException("There is an API key with the id " + key.id() + " already.");
        }
        keys.add(key);
        write(keys);
    }

    @Override
    public synchronized boolean remove(String id) {
        List<ApiKey> keys = new ArrayList<>(read().keys());
        boolean removed = keys.removeIf(it -> it.id().equals(id));
        if (removed) {
            write(keys);
        }
        return removed;
    }

    private Content current() {
        if (ticker.nanos() - lookedAt > LOOK_NANOS) {
            look();
        }
        return content;
    }

    private synchronized void look() {
        lookedAt = ticker.nanos();
        if (!stamp().equals(content.stamp())) {
            content = read();
        }
    }

    private Optional<Stamp> stamp() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(new Stamp(
                    attributes.lastModifiedTime(), attributes.size(), Optional.ofNullable(attributes.fileKey())));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("The API keys in " + file + " cannot be looked at.", e);
        }
    }

    private Content read() {
        Optional<Stamp> stamp = stamp();
        if (stamp.isEmpty()) {
            return new Content(List.of(), stamp);
        }
        try {
            return new Content(KeyFile.parse(Files.readAllBytes(file)), stamp);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The API keys in " + file + " cannot be read (" + e.getMessage()
                            + "). Restore the file, or delete it" + " to begin without keys.",
                    e);
        }
    }

    private void write(List<ApiKey> keys) {
        try {
            Path fresh = Files.createTempFile(directory, FILE, ".tmp", ownerOnly());
            try {
                writeAndSync(fresh, KeyFile.format(keys));
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(fresh);
            }
            syncDirectory();
        } catch (IOException e) {
            throw new UncheckedIOException("The API keys in " + file + " cannot be written.", e);
        }
        content = read();
    }

    private static void writeAndSync(Path path, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    private void syncDirectory() throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            return new FileAttribute<?>[0];
        }
        return new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        };
    }
}
