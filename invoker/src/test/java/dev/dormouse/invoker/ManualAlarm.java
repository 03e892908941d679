package dev.dormouse.invoker;

import dev.dormouse.invoker.execution.agent.Alarm;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Rings when its clock is moved. */
final class ManualAlarm implements Alarm {
    private final AtomicLong now = new AtomicLong();
    private final List<Ring> rings = new ArrayList<>();

    private record Ring(long at, Runnable task) {}

    @Override
    public synchronized void in(long nanos, Runnable task) {
        rings.add(new Ring(now.get() + nanos, task));
    }

    /** What its clock shows. */
    long nanos() {
        return now.get();
    }

    void advance(long nanos) {
        long end = now.get() + nanos;
        for (Ring next = next(end); next != null; next = next(end)) {
            now.set(Math.max(now.get(), next.at()));
            next.task().run();
        }
        now.set(end);
    }

    private synchronized @Nullable Ring next(long end) {
        Ring first = rings.stream()
                .filter(ring -> ring.at() <= end)
                .min(Comparator.comparingLong(Ring::at))
                .orElse(null);
        rings.remove(first);
        return first;
    }

    synchronized int pending() {
        return rings.size();
    }
}
