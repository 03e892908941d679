package dev.dormouse.invoker.host;

import static dev.dormouse.invoker.host.HostModule.unsigned;

import dev.dormouse.invoker.wasm.GuestMemory;
import dev.dormouse.invoker.wasm.HostCall;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code poll_oneoff}: waits for the earliest of some clocks. Streams are ready at any time, because reading one waits by
 * itself.
 */
final class WasiPoll {
    private static final int MAX_SUBSCRIPTIONS = 1024;
    private static final int SUBSCRIPTION_BYTES = 48;
    private static final int EVENT_BYTES = 32;
    private static final byte CLOCK = 0;
    private static final byte READ = 1;
    private static final byte WRITE = 2;
    private static final int ABSOLUTE = 1;

    /**
     * What the guest waits for.
     *
     * @param userdata handed back
     * @param type of event
     * @param errno what is wrong with it
     * @param dueNanos ticker reading from when on it has happened; {@link Long#MIN_VALUE} if it has already
     */
    private record Subscription(long userdata, byte type, int errno, long dueNanos) {
        boolean ready() {
            return type != CLOCK || errno != Errno.SUCCESS;
        }
    }

    private WasiPoll() {}

    static long run(HostContext context, HostCall guest, long[] a) {
        GuestMemory memory = guest.memory();
        long in = unsigned(a[0]);
        long out = unsigned(a[1]);
        long count = unsigned(a[2]);
        long eventsAt = unsigned(a[3]);
        if (count == 0 || count > MAX_SUBSCRIPTIONS) {
            return Errno.INVAL;
        }
        memory.check(in, count * SUBSCRIPTION_BYTES);
        memory.check(out, count * EVENT_BYTES);
        memory.check(eventsAt, Integer.BYTES);
        guest.charge(count);
        long now = context.services().ticker().nanos();
        List<Subscription> subscriptions = new ArrayList<>((int) count);
        for (int i = 0; i < count; i++) {
            subscriptions.add(read(context, memory, in + (long) i * SUBSCRIPTION_BYTES, now));
        }
        long then = waitForFirst(context, guest, subscriptions, now);
        int events = 0;
        for (Subscription subscription : subscriptions) {
            if (subscription.ready() || subscription.dueNanos() - then <= 0) {
                write(memory, out + (long) events++ * EVENT_BYTES, subscription);
            }
        }
        memory.writeInt(eventsAt, events);
        return Errno.SUCCESS;
    }

    /** Returns the ticker reading at which the first of them has happened. */
    private static long waitForFirst(HostContext context, HostCall guest, List<Subscription> subscriptions, long now) {
        long first = Long.MAX_VALUE;
        for (Subscription subscription : subscriptions) {
            if (subscription.ready()) {
                return now;
            }
            first = Math.min(first, subscription.dueNanos() - now);
        }
        if (first > 0) {
            context.call().waitUntil(now + first, guest);
        }
        return now + Math.max(first, 0);
    }

    private static Subscription read(HostContext context, GuestMemory memory, long at, long now) {
        long userdata = memory.readLong(at);
        byte type = (byte) memory.readInt(at + 8);
        int subject = memory.readInt(at + 16);
        if (type == READ || type == WRITE) {
            int errno = context.call().streams().isOpen(unsigned(subject)) ? Errno.SUCCESS : Errno.BADF;
            return new Subscription(userdata, type, errno, now);
        }
        int errno = type == CLOCK ? WasiClock.errno(subject) : Errno.INVAL;
        if (errno != Errno.SUCCESS) {
            return new Subscription(userdata, type, errno, now);
        }
        long timeout = memory.readLong(at + 24);
        boolean absolute = (memory.readInt(at + 40) & ABSOLUTE) != 0;
        return new Subscription(userdata, type, Errno.SUCCESS, now + wait(context, subject, timeout, absolute));
    }

    /** Nanoseconds from now; a timeout beyond all bounds is one that does not come. */
    private static long wait(HostContext context, int clock, long timeout, boolean absolute) {
        long bounded = timeout < 0 ? Long.MAX_VALUE : timeout;
        long wait = absolute ? bounded - WasiClock.nanos(context.services(), clock) : bounded;
        // Half the range, so that a due time can still be compared with now.
        return Math.clamp(wait, 0, Long.MAX_VALUE / 2);
    }

    private static void write(GuestMemory memory, long at, Subscription subscription) {
        memory.writeLong(at, subscription.userdata());
        memory.writeInt(at + 8, subscription.errno() | ((subscription.type() & 0xFF) << 16));
        memory.writeInt(at + 12, 0);
        boolean stream = subscription.type() != CLOCK && subscription.errno() == Errno.SUCCESS;
        memory.writeLong(at + 16, stream ? 1 : 0);
        memory.writeLong(at + 24, 0);
    }
}
