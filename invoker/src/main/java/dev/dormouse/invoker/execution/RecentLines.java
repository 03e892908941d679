package dev.dormouse.invoker.execution;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.dormouse.invoker.host.GuestLog;
import dev.dormouse.snapshot.FunctionName;
import dev.dormouse.snapshot.InvocationId;
import dev.dormouse.snapshot.RevisionId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Passes the lines of guests on, and keeps the newest of each function in the heap: a thousand lines and 128 KiB of text
 * of a function, for the functions that logged last. Thread-safe.
 */
public final class RecentLines implements GuestLogs, LogReader {
    static final int LINES_MAX = 1_000;
    static final int CHARS_MAX = 64 << 10;
    static final int FUNCTIONS_MAX = 256;

    private final GuestLogs next;
    private final InstantSource clock;
    private final AtomicLong sequence = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Map<FunctionName, Kept> functions = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<FunctionName, Kept> eldest) {
            return size() > FUNCTIONS_MAX;
        }
    };

    /** Lines of one function. */
    private static final class Kept {
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition added = lock.newCondition();

        @GuardedBy("lock")
        private final ArrayDeque<LogLine> lines = new ArrayDeque<>();

        @GuardedBy("lock")
        private int chars;

        /** Adds a line, which is made under the lock so that lines stand in the order of their numbers. */
        void add(Supplier<LogLine> made) {
            lock.lock();
            try {
                LogLine line = made.get();
                lines.addLast(line);
                chars += line.text().length();
                while (lines.size() > LINES_MAX || (chars > CHARS_MAX && lines.size() > 1)) {
                    chars -= lines.removeFirst().text().length();
                }
                added.signalAll();
            } finally {
                lock.unlock();
            }
        }

        List<LogLine> after(long sequence, int max, Duration patience) throws InterruptedException {
            lock.lock();
            try {
                long left = patience.toNanos();
                while (left > 0 && (lines.isEmpty() || lines.getLast().sequence() <= sequence)) {
                    left = added.awaitNanos(left);
                }
                return lines.stream()
                        .filter(line -> line.sequence() > sequence)
                        .limit(max)
                        .toList();
            } finally {
                lock.unlock();
            }
        }
    }

    /**
     * @param next gets each line as well
     * @param clock tells when a line was logged
     */
    public RecentLines(GuestLogs next, InstantSource clock) {
        this.next = next;
        this.clock = clock;
    }

    @Override
    public GuestLog of(RevisionId revision, InvocationId invocation) {
        GuestLog onward = next.of(revision, invocation);
        return (level, line) -> {
            onward.line(level, line);
            keep(level, revision, invocation, line);
        };
    }

    private void keep(GuestLog.Level level, RevisionId revision, InvocationId invocation, String text) {
        ofFunction(revision.function())
                .add(() -> new LogLine(sequence.incrementAndGet(), clock.instant(), level, revision, invocation, text));
    }

    @Override
    public List<LogLine> lines(FunctionName function, long after, int max, Duration patience)
            throws InterruptedException {
        Optional<Kept> kept = patience.isPositive() ? Optional.of(ofFunction(function)) : known(function);
        return kept.isEmpty() ? List.of() : kept.get().after(after, max, patience);
    }

    private Kept ofFunction(FunctionName function) {
        lock.lock();
        try {
            return functions.computeIfAbsent(function, name -> new Kept());
        } finally {
            lock.unlock();
        }
    }

    private Optional<Kept> known(FunctionName function) {
        lock.lock();
        try {
            return Optional.ofNullable(functions.get(function));
        } finally {
            lock.unlock();
        }
    }
}
