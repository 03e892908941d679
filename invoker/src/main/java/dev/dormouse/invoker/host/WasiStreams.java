package dev.dormouse.invoker.host;

import static dev.dormouse.invoker.host.HostModule.unsigned;

import dev.dormouse.invoker.wasm.GuestMemory;
import dev.dormouse.invoker.wasm.HostCall;

/** The functions of WASI that the three standard streams have. */
final class WasiStreams {
    private static final int STEP_BYTES = 64 << 10;
    private static final int STATUS_BYTES = 24;
    private static final int FILE_STATUS_BYTES = 64;

    /** "Unknown": not a terminal, so that C libraries buffer; neither file nor socket. */
    private static final int TYPE = 0;

    private static final long RIGHT_READ = 1L << 1;
    private static final long RIGHT_WRITE = 1L << 6;
    private static final long RIGHT_FILE_STATUS = 1L << 21;
    private static final long RIGHT_POLL = 1L << 27;

    private WasiStreams() {}

    static long read(HostContext context, HostCall guest, long[] a) {
        GuestMemory memory = guest.memory();
        long descriptor = unsigned(a[0]);
        if (descriptor != StandardStreams.STDIN || !context.call().streams().isOpen(descriptor)) {
            return Errno.BADF;
        }
        long readAt = unsigned(a[3]);
        memory.check(readAt, Integer.BYTES);
        IoVectors vectors = IoVectors.read(guest, unsigned(a[1]), unsigned(a[2]));
        if (vectors == null) {
            return Errno.INVAL;
        }
        byte[] chunk = new byte[(int) Math.min(vectors.total(), STEP_BYTES)];
        int count = chunk.length == 0 ? 0 : Math.max(0, context.call().streams().read(chunk, chunk.length));
        vectors.scatter(memory, chunk, count);
        memory.writeInt(readAt, count);
        return Errno.SUCCESS;
    }

    static long write(HostContext context, HostCall guest, long[] a) {
        GuestMemory memory = guest.memory();
        long descriptor = unsigned(a[0]);
        if (descriptor == StandardStreams.STDIN || !context.call().streams().isOpen(descriptor)) {
            return Errno.BADF;
        }
        long writtenAt = unsigned(a[3]);
        memory.check(writtenAt, Integer.BYTES);
        IoVectors vectors = IoVectors.read(guest, unsigned(a[1]), unsigned(a[2]));
        if (vectors == null) {
            return Errno.INVAL;
        }
        vectors.gather(memory, STEP_BYTES, chunk -> context.call().streams().write(descriptor, chunk));
        memory.writeInt(writtenAt, (int) vectors.total());
        return Errno.SUCCESS;
    }

    static long close(HostContext context, HostCall guest, long[] a) {
        if (!context.call().streams().isOpen(unsigned(a[0]))) {
            return Errno.BADF;
        }
        context.call().streams().close(unsigned(a[0]));
        return Errno.SUCCESS;
    }

    /** Sends what is held of the answer: the way for a command to stream. */
    static long flush(HostContext context, HostCall guest, long[] a) {
        if (!context.call().streams().isOpen(unsigned(a[0]))) {
            return Errno.BADF;
        }
        if (unsigned(a[0]) == StandardStreams.STDOUT) {
            context.call().streams().flushOutput();
        }
        return Errno.SUCCESS;
    }

    static long status(HostContext context, HostCall guest, long[] a) {
        GuestMemory memory = guest.memory();
        long at = unsigned(a[1]);
        memory.check(at, STATUS_BYTES);
        if (!context.call().streams().isOpen(unsigned(a[0]))) {
            return Errno.BADF;
        }
        long direction = unsigned(a[0]) == StandardStreams.STDIN ? RIGHT_READ : RIGHT_WRITE;
        memory.writeLong(at, TYPE);
        memory.writeLong(at + 8, direction | RIGHT_FILE_STATUS | RIGHT_POLL);
        memory.writeLong(at + 16, 0);
        return Errno.SUCCESS;
    }

    static long fileStatus(HostContext context, HostCall guest, long[] a) {
        GuestMemory memory = guest.memory();
        long at = unsigned(a[1]);
        memory.check(at, FILE_STATUS_BYTES);
        if (!context.call().streams().isOpen(unsigned(a[0]))) {
            return Errno.BADF;
        }
        memory.write(at, new byte[FILE_STATUS_BYTES], 0, FILE_STATUS_BYTES);
        return Errno.SUCCESS;
    }
}
