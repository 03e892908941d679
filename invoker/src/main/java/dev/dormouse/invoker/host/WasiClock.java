package dev.dormouse.invoker.host;

import dev.dormouse.invoker.wasm.GuestMemory;

/** The clocks of WASI. They are asked at each call, and are no finer than guests need to be. */
final class WasiClock {
    static final int REALTIME = 0;
    static final int MONOTONIC = 1;

    private static final int THREAD_CPU_TIME = 3;
    private static final long RESOLUTION_NANOS = 1_000;

    private WasiClock() {}

    static int resolution(GuestMemory memory, long id, long at) {
        memory.check(at, Long.BYTES);
        int errno = errno((int) id);
        if (errno == Errno.SUCCESS) {
            memory.writeLong(at, RESOLUTION_NANOS);
        }
        return errno;
    }

    static int time(HostContext context, GuestMemory memory, long id, long at) {
        memory.check(at, Long.BYTES);
        int errno = errno((int) id);
        if (errno == Errno.SUCCESS) {
            context.taint(Taint.CLOCK);
            long now = nanos(context.services(), (int) id);
            memory.writeLong(at, now - Math.floorMod(now, RESOLUTION_NANOS));
        }
        return errno;
    }

    /** The time of a clock that {@link #errno} finds nothing wrong with. */
    static long nanos(HostServices services, int id) {
        return id == REALTIME ? services.realtimeNanos() : services.monotonicNanos();
    }

    /** What is wrong with a clock's id: CPU time is not told to guests, and there are no others. */
    static int errno(int id) {
        if (id == REALTIME || id == MONOTONIC) {
            return Errno.SUCCESS;
        }
        return id > MONOTONIC && id <= THREAD_CPU_TIME ? Errno.NOTSUP : Errno.INVAL;
    }
}
