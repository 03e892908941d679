package dev.dormouse.invoker;

import dev.dormouse.invoker.artifact.CollectionSettings;
import dev.dormouse.invoker.artifact.Collector;
import dev.dormouse.invoker.execution.agent.Alarm;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Wakes the collector: a while after a start or a change that may have left something, and again as long as something is
 * left. When nothing is left and nothing changes, no alarm is set and nothing runs. Thread-safe.
 */
final class CollectionSchedule {
    private static final System.Logger LOG = System.getLogger(CollectionSchedule.class.getName());

    private static final int PAUSES_AFTER_FAILURE = 10;

    private final Collector collector;
    private final CollectionSettings settings;
    private final Alarm alarm;
    private final AtomicLong changes = new AtomicLong();
    private final AtomicBoolean armed = new AtomicBoolean();
    private volatile boolean closed;

    CollectionSchedule(Collector collector, CollectionSettings settings, Alarm alarm) {
        this.collector = collector;
        this.settings = settings;
        this.alarm = alarm;
    }

    /** Something was made, or is not needed any more. Returns at once. */
    void changed() {
        changes.incrementAndGet();
        arm();
    }

    private void arm() {
        if (!closed && armed.compareAndSet(false, true)) {
            set(settings.pause());
        }
    }

    private void set(Duration delay) {
        alarm.in(delay.toNanos(), this::look);
    }

    private void look() {
        if (closed) {
            return;
        }
        long before = changes.get();
        switch (pass()) {
            case Collector.Left.Something some -> set(some.next());
            case Collector.Left.Nothing nothing -> {
                armed.set(false);
                if (changes.get() != before) {
                    arm();
                }
            }
        }
    }

    private Collector.Left pass() {
        try {
            return collector.pass();
        } catch (IOException | RuntimeException e) {
            if (!closed) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "What no function needs any more is deleted later: " + e.getMessage());
            }
            return new Collector.Left.Something(settings.pause().multipliedBy(PAUSES_AFTER_FAILURE));
        }
    }

    /** No more passes from here on. */
    void close() {
        closed = true;
    }
}
