package dev.dormouse.snapshot.object.directory;

import dev.dormouse.snapshot.object.FaultPoints;
import dev.dormouse.snapshot.object.Listed;
import dev.dormouse.snapshot.object.ObjectKeys;
import dev.dormouse.snapshot.object.ObjectStore;
import dev.dormouse.snapshot.object.StoreRefusedException;
import dev.dormouse.snapshot.object.StoreUnavailableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Keeps each object as one file below a directory; what was created survives the loss of power.
 *
 * <p>A create writes a temporary file, makes its content durable (fdatasync), gives it its name by a hard link, which
 * fails if the name is taken, and makes the name durable (fsync of the folder). Nobody, in this process either, sees
 * an object before the last step. What a crash leaves in between is a temporary file, removed when the directory is
 * opened again.
 *
 * <p>When a file or a folder cannot be forced, nobody knows what the disk holds, and a second force could succeed
 * without the data: every call after it is refused until a new start reads what is really there. A full disk is a
 * {@link StoreUnavailableException} and leaves nothing.
 *
 * <p>Thread-safe. One process at a time: a second is refused by {@link #open}.
 */
public final class DirectoryObjectStore implements ObjectStore {
    private final Path directory;
    private final Path objects;
    private final Path temporaries;
    private final InstantSource clock;
    private final FaultPoints faults;
    private final ProcessLock lock;
    private final Folders folders;
    private final AtomicLong temporary = new AtomicLong();
    /** Keys whose create has not finished: their objects are not yet to be seen. */
    private final ConcurrentMap<String, CountDownLatch> unfinished = new ConcurrentHashMap<>();

    private volatile @Nullable String broken;

    private DirectoryObjectStore(
            Path directory, InstantSource clock, FaultPoints faults, ProcessLock lock, Folders folders) {
        this.directory = directory;
        this.objects = directory.resolve(FileNames.OBJECTS);
        this.temporaries = directory.resolve("tmp");
        this.clock = clock;
        this.faults = faults;
        this.lock = lock;
        this.folders = folders;
    }

    /**
     * Opens {@code directory}, which is made if it is missing.
     *
     * @param clock the store's own time
     * @throws StoreRefusedException if another runtime holds the directory, or its file system cannot do what is asked
     * @throws IOException if the directory cannot be made or read
     */
    public static DirectoryObjectStore open(Path directory, InstantSource clock, FaultPoints faults)
            throws IOException {
        Path absolute = directory.toAbsolutePath().normalize();
        Files.createDirectories(absolute);
        ProcessLock lock = ProcessLock.acquire(absolute.resolve("lock"));
        try {
            var store = new DirectoryObjectStore(absolute, clock, faults, lock, new Folders(absolute));
            store.prepare();
            return store;
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private void prepare() throws IOException {
        folders.make(objects);
        folders.make(temporaries);
        try (var leftovers = Files.newDirectoryStream(temporaries)) {
            for (Path leftover : leftovers) {
                Files.deleteIfExists(leftover);
            }
        }
        Path probe = Files.createFile(temporaries.resolve("probe"));
        Path link = temporaries.resolve("probe-link");
        try {
            Files.createLink(link, probe);
        } catch (IOException | UnsupportedOperationException e) {
            throw new StoreRefusedException(
                    "The file system of " + directory + " has no hard links, which an atomic create needs."
                            + " Use a directory on a local file system such as ext4, XFS or APFS.",
                    e);
        } finally {
            Files.deleteIfExists(link);
            Files.deleteIfExists(probe);
        }
    }

    @Override
    public Created createOnly(String key, byte[] bytes) throws StoreUnavailableException {
        ObjectKeys.valid(key);
        if (bytes.length > OBJECT_MAX_BYTES) {
            throw new IllegalArgumentException(
                    "An object is at most " + OBJECT_MAX_BYTES + " bytes; " + key + " has " + bytes.length + ".");
        }
        CountDownLatch mine = new CountDownLatch(1);
        for (var other = unfinished.putIfAbsent(key, mine); other != null; other = unfinished.putIfAbsent(key, mine)) {
            await(other, key);
        }
        try {
            return create(key, bytes);
        } finally {
            unfinished.remove(key);
            mine.countDown();
        }
    }

    private Created create(String key, byte[] bytes) throws StoreUnavailableException {
        refuseIfBroken();
        Path file = FileNames.fileOf(objects, key);
        Path written = temporaries.resolve(Long.toString(temporary.incrementAndGet()));
        try {
            folders.make(folderOf(file));
            if (Files.exists(file)) {
                return Created.OCCUPIED;
            }
            write(written, bytes);
            return publish(written, file);
        } catch (IOException e) {
            throw unavailable("create", key, e);
        } finally {
            discard(written);
        }
    }

    private void write(Path file, byte[] bytes) throws IOException {
        faults.reach("directory.write");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            int torn = faults.tornAt(bytes.length);
            if (torn < bytes.length) {
                drain(channel, buffer.limit(torn));
                faults.reach("directory.torn-write");
                buffer.limit(bytes.length);
            }
            drain(channel, buffer);
            Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
            faults.reach("directory.fdatasync");
            force(channel, file);
        }
    }

    private static void force(FileChannel channel, Path file) throws IOException {
        try {
            channel.force(false);
        } catch (ClosedByInterruptException e) {
            throw e; // says nothing of the disk
        } catch (IOException e) {
            throw new ForceFailedException(file, e);
        }
    }

    private static void drain(FileChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private Created publish(Path written, Path file) throws IOException {
        faults.reach("directory.link");
        try {
            Files.createLink(file, written);
        } catch (FileAlreadyExistsException e) {
            return Created.OCCUPIED;
        }
        faults.reach("directory.fsync-folder");
        Folders.force(folderOf(file));
        faults.reach("directory.created");
        return Created.CREATED;
    }

    private static Path folderOf(Path file) {
        Path folder = file.getParent();
        if (folder == null) {
            throw new IllegalStateException(file + " has no folder");
        }
        return folder;
    }

    private static void discard(Path temporaryFile) {
        try {
            Files.deleteIfExists(temporaryFile);
        } catch (IOException e) {
            // it costs some space until the directory is opened the next time
        }
    }

    @Override
    public Optional<byte[]> get(String key) throws StoreUnavailableException {
        return get(key, 0, Integer.MAX_VALUE);
    }

    @Override
    public Optional<byte[]> get(String key, long offset, int length) throws StoreUnavailableException {
        Path file = FileNames.fileOf(objects, ObjectKeys.valid(key));
        refuseIfBroken();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            awaitDurable(key);
            folders.settle(folderOf(file));
            return Optional.of(read(channel, offset, length));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (StoreUnavailableException e) {
            throw e;
        } catch (IOException e) {
            throw unavailable("read", key, e);
        }
    }

    /** The file may have been opened between its link and the fsync of its folder. */
    private void awaitDurable(String key) throws StoreUnavailableException {
        CountDownLatch creating = unfinished.get(key);
        if (creating != null) {
            await(creating, key);
            refuseIfBroken();
        }
    }

    private static byte[] read(FileChannel channel, long offset, int length) throws IOException {
        long available = Math.max(0, channel.size() - offset);
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(Math.min(available, length), OBJECT_MAX_BYTES));
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, offset + buffer.position()) < 0) {
                throw new IOException("the file ended before its length");
            }
        }
        return buffer.array();
    }

    @Override
    public List<Listed> list(String prefix, String after) throws StoreUnavailableException {
        ObjectKeys.validPrefix(prefix);
        refuseIfBroken();
        try {
            return DirectoryWalk.list(objects, prefix, after, folders, key -> !unfinished.containsKey(key));
        } catch (IOException e) {
            throw unavailable("list", prefix, e);
        }
    }

    @Override
    public void delete(String key) throws StoreUnavailableException {
        refuseIfBroken();
        faults.reach("directory.delete");
        try {
            Files.deleteIfExists(FileNames.fileOf(objects, ObjectKeys.valid(key)));
        } catch (IOException e) {
            throw unavailable("delete", key, e);
        }
    }

    @Override
    public Instant clock() {
        return clock.instant();
    }

    @Override
    public void close() {
        broken = "The store in " + directory + " is closed.";
        try {
            lock.close();
        } catch (IOException e) {
            // the lock ends with the process at the latest
        }
    }

    private void refuseIfBroken() throws StoreUnavailableException {
        String reason = broken;
        if (reason != null) {
            throw new StoreUnavailableException(reason);
        }
    }

    private static void await(CountDownLatch creating, String key) throws StoreUnavailableException {
        try {
            creating.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("The wait for " + key + " to be created was interrupted.", e);
        }
    }

    private StoreUnavailableException unavailable(String verb, String key, IOException cause) {
        if (cause instanceof ForceFailedException failed) {
            broken = failed.getMessage() + ", so what is on the disk is not known. Look after the disk and start the"
                    + " runtime again: it then reads what is really there.";
        }
        return new StoreUnavailableException(
                "Could not " + verb + " " + key + " in the directory " + directory + ": " + cause
                        + ". Look whether the disk is full, failing or read-only.",
                cause);
    }
}
