package dev.dormouse.snapshot.object.directory;

import dev.dormouse.snapshot.object.StoreRefusedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Holds a directory for this process: the kernel's lock on a file, which ends with the process however it ends. */
final class ProcessLock implements AutoCloseable {
    private final FileChannel channel;

    private ProcessLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Locks {@code file}, which also tells the number of the process that holds it. */
    static ProcessLock acquire(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (!locked(channel)) {
                throw new StoreRefusedException("The directory " + file.getParent() + " is in use by another runtime"
                        + holder(file) + ". Stop that one, or give this one a directory of its own.");
            }
            String text = ProcessHandle.current().pid() + "\n";
            channel.truncate(0).write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
            return new ProcessLock(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static String holder(Path file) {
        try {
            String text = Files.readString(file, StandardCharsets.US_ASCII).strip();
            return text.matches("[0-9]{1,10}") ? " (process " + text + ")" : "";
        } catch (IOException e) {
            return ""; // the sentence is as true without the number
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
