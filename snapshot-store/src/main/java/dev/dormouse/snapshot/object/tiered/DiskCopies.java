package dev.dormouse.snapshot.object.tiered;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * Copies of objects as files of one folder, up to a bound of bytes; those that were used longest ago go first.
 *
 * <p>Nothing is forced to the disk: a copy that a crash left half-written is found by its checksum. A disk that is
 * full or fails makes copies missing, nothing else. Thread-safe; one process at a time.
 */
final class DiskCopies {
    private static final int MAX_FILES = 100_000;

    private final Path folder;
    private final long maxBytes;
    private final AtomicLong temporary = new AtomicLong();

    /** Length of each file by its name, the one used longest ago first. */
    @GuardedBy("this")
    private final Map<String, Long> files = new LinkedHashMap<>(16, 0.75f, true);

    @GuardedBy("this")
    private long bytes;

    private DiskCopies(Path folder, long maxBytes) {
        this.folder = folder;
        this.maxBytes = maxBytes;
    }

    /** Takes up what an earlier process left in {@code folder}, which is made if it is missing. */
    static DiskCopies open(Path folder, long maxBytes) throws IOException {
        DiskCopies copies = new DiskCopies(Files.createDirectories(folder), maxBytes);
        copies.takeUp();
        return copies;
    }

    private record Found(Path file, long bytes, FileTime modified) {}

    private synchronized void takeUp() throws IOException {
        List<Found> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path file : entries) {
                if (nameOf(file).endsWith(".new")) {
                    Files.deleteIfExists(file);
                } else {
                    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                    found.add(new Found(file, attributes.size(), attributes.lastModifiedTime()));
                }
            }
        }
        found.sort(Comparator.comparing(Found::modified));
        for (Found one : found) {
            files.put(nameOf(one.file()), one.bytes());
            bytes += one.bytes();
        }
        makeRoom();
    }

    private static String nameOf(Path file) {
        return String.valueOf(file.getFileName());
    }

    /** The copy, if there is one that is whole. */
    Optional<byte[]> read(String key) {
        String name = name(key);
        synchronized (this) {
            if (files.get(name) == null) {
                return Optional.empty();
            }
        }
        try {
            Optional<byte[]> content = CopyFormat.decode(key, Files.readAllBytes(folder.resolve(name)));
            if (content.isEmpty()) {
                remove(key);
            }
            return content;
        } catch (IOException e) {
            remove(key);
            return Optional.empty();
        }
    }

    /**
     * Keeps a copy, if the disk lets it.
     *
     * @param stillTrue asked at the last moment, while nobody can remove the copy
     */
    void keep(String key, byte[] content, BooleanSupplier stillTrue) {
        long length = CopyFormat.fileBytes(key, content.length);
        if (length > maxBytes) {
            return;
        }
        Path written = folder.resolve(temporary.incrementAndGet() + ".new");
        try {
            Files.write(written, CopyFormat.encode(key, content));
            publish(written, name(key), length, stillTrue);
        } catch (IOException e) {
            discard(written);
        }
    }

    private synchronized void publish(Path written, String name, long length, BooleanSupplier stillTrue)
            throws IOException {
        if (!stillTrue.getAsBoolean()) {
            discard(written);
            return;
        }
        Files.move(written, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        Long before = files.put(name, length);
        bytes += length - (before == null ? 0 : before);
        makeRoom();
    }

    /** Removes a copy. */
    synchronized void remove(String key) {
        forget(name(key));
    }

    @GuardedBy("this")
    private void makeRoom() {
        while (bytes > maxBytes || files.size() > MAX_FILES) {
            forget(files.keySet().iterator().next());
        }
    }

    @GuardedBy("this")
    private void forget(String name) {
        Long length = files.remove(name);
        if (length != null) {
            bytes -= length;
            discard(folder.resolve(name));
        }
    }

    private static void discard(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // it costs room until the next start, and is checked before it is believed
        }
    }

    private static String name(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }
}
