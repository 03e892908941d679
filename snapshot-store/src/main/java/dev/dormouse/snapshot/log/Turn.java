package dev.dormouse.snapshot.log;

import dev.dormouse.snapshot.format.PreparedRecord;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Gives one thread at a time the right to talk to the store about the end of a log, and gathers the records that wait
 * meanwhile.
 *
 * <p>Whoever waits for a record takes the turn if it is free, so the next segment is under way as soon as the last one
 * is settled, and no thread is there while nobody commits. Whoever has other work for a turn goes before them.
 *
 * <p>All fields are guarded by the lock, which is never held while the store is asked.
 */
final class Turn {
    private final LogSettings settings;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition free = lock.newCondition();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final List<PreparedRecord> notes = new ArrayList<>();
    private boolean taken;
    private int others;

    Turn(LogSettings settings) {
        this.settings = settings;
    }

    /** A record on its way into a segment. */
    static final class Waiting {
        private final PreparedRecord record;
        private final Condition settled;
        private @Nullable CommitResult result;

        Waiting(PreparedRecord record, Condition settled) {
            this.record = record;
            this.settled = settled;
        }

        PreparedRecord record() {
            return record;
        }
    }

    /** Writes batches of records. Every one of a batch has been settled when it returns or throws. */
    interface Writer {
        void write(List<Waiting> batch);
    }

    /** Work that needs a turn. */
    interface Work {
        void run() throws IOException;
    }

    /** Waits until {@code record} is settled, by {@code writer}, on this thread or another. */
    CommitResult await(PreparedRecord record, Writer writer) {
        lock.lock();
        try {
            if (waiting.size() >= settings.maxWaitingRecords()) {
                return new CommitResult.Overloaded();
            }
            Waiting mine = new Waiting(record, lock.newCondition());
            waiting.add(mine);
            while (mine.result == null) {
                if (taken || others > 0) {
                    mine.settled.awaitUninterruptibly();
                } else {
                    take();
                    try {
                        writer.write(nextBatch());
                    } finally {
                        give();
                    }
                }
            }
            return Objects.requireNonNull(mine.result);
        } finally {
            lock.unlock();
        }
    }

    /** How many records wait to be taken into a segment. */
    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** Runs {@code work} in a turn of its own. */
    void run(Work work) throws IOException {
        lock.lock();
        try {
            others++;
            while (taken) {
                free.awaitUninterruptibly();
            }
            others--;
            take();
            try {
                work.run();
            } finally {
                give();
            }
        } finally {
            lock.unlock();
        }
    }

    /** From here the lock is free and the turn is not. */
    private void take() {
        taken = true;
        lock.unlock();
    }

    private void give() {
        lock.lock();
        taken = false;
        if (others > 0) {
            free.signal();
        } else if (!waiting.isEmpty()) {
            waiting.getFirst().settled.signal();
        }
    }

    /** Takes records for one segment, of each agent at most one. */
    private List<Waiting> nextBatch() {
        List<Waiting> batch = new ArrayList<>();
        Set<Object> agents = new HashSet<>();
        long bytes = 0;
        lock.lock();
        try {
            while (!waiting.isEmpty()
                    && batch.size() < settings.maxSegmentRecords()
                    && bytes < settings.maxSegmentBytes()
                    && agents.add(waiting.getFirst().record.log().agent())) {
                Waiting first = waiting.removeFirst();
                bytes += first.record.bytes();
                batch.add(first);
            }
        } finally {
            lock.unlock();
        }
        return batch;
    }

    /** Says what became of records; those that were settled before stay as they are. */
    void settle(List<Waiting> batch, CommitResult result) {
        lock.lock();
        try {
            for (Waiting record : batch) {
                if (record.result == null) {
                    record.result = result;
                    record.settled.signal();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Lets {@code record} ride along with a later segment. Beyond the bound it is dropped: notes are only hints. */
    void addNote(PreparedRecord record) {
        lock.lock();
        try {
            if (notes.size() < settings.maxWaitingRecords()) {
                notes.add(record);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The notes that wait. */
    List<PreparedRecord> notes() {
        lock.lock();
        try {
            return List.copyOf(notes);
        } finally {
            lock.unlock();
        }
    }

    /** The first {@code count} notes have been written. */
    void dropNotes(int count) {
        lock.lock();
        try {
            notes.subList(0, count).clear();
        } finally {
            lock.unlock();
        }
    }
}
