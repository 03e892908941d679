package dev.dormouse.snapshot.log.model;

import java.util.Arrays;

/**
 * Everything at one moment: the store, the truth that no party sees, and each writer's mind.
 *
 * <p>Time is what the protocol can tell of it: a tick ends the trust of all writers in what they know, and two ticks
 * make a checkpoint old enough for the slots below it to be deleted.
 */
final class State {
    static final int NOTHING = 0;
    static final int OLD = 2;

    /** What stands in each slot; {@link #NOTHING} before its create and after its deletion. */
    final int[] slots;
    /** The truth: the batch that first stood in each slot. */
    final int[] history;
    /** Slots below this are covered by a checkpoint. */
    int checkpoint;
    /** Ticks since the checkpoint, up to {@link #OLD}. */
    int checkpointAge;

    int answered;
    int faultsLeft;
    int restartsLeft;
    /** Creates that nobody waits for any more and that may arrive yet: slot and batch, one after the other. */
    int[] late = new int[0];

    final Writer[] writers;

    State(Bounds bounds) {
        slots = new int[bounds.slots()];
        history = new int[bounds.slots()];
        faultsLeft = bounds.faults();
        restartsLeft = bounds.restarts();
        writers = new Writer[bounds.writers()];
        for (int i = 0; i < writers.length; i++) {
            writers[i] = new Writer();
        }
    }

    private State(State other) {
        slots = other.slots.clone();
        history = other.history.clone();
        checkpoint = other.checkpoint;
        checkpointAge = other.checkpointAge;
        answered = other.answered;
        faultsLeft = other.faultsLeft;
        restartsLeft = other.restartsLeft;
        late = other.late;
        writers = new Writer[other.writers.length];
        for (int i = 0; i < writers.length; i++) {
            writers[i] = new Writer(other.writers[i]);
        }
    }

    State copy() {
        return new State(this);
    }

    /** The log's true end: the first slot that was never used. */
    int end() {
        int end = 0;
        while (end < history.length && history[end] != NOTHING) {
            end++;
        }
        return end;
    }

    int slot(int slot) {
        return slot < slots.length ? slots[slot] : NOTHING;
    }

    void addLate(int slot, int batch) {
        late = Arrays.copyOf(late, late.length + 2);
        late[late.length - 2] = slot;
        late[late.length - 1] = batch;
    }

    void removeLate(int at) {
        int[] rest = new int[late.length - 2];
        System.arraycopy(late, 0, rest, 0, at);
        System.arraycopy(late, at + 2, rest, at, rest.length - at);
        late = rest;
    }

    /** What a writer is doing. */
    enum Phase {
        /** Nothing of its own is on the way. */
        IDLE(0),
        /** Has sent a create. */
        CREATING(1),
        /** Was told that the slot is its own, too long after it last saw the true end to believe it. */
        CREATED(2),
        /** Was told that the slot is taken. */
        OCCUPIED(3),
        /** Was told nothing. */
        UNSURE(4);

        final int code;

        Phase(int code) {
            this.code = code;
        }
    }

    /** A writer's mind. */
    static final class Writer {
        Phase phase = Phase.IDLE;
        int life;
        /** The end of the log, as far as it was read. */
        int next;
        /** Per agent, the slot after that of its newest commit. */
        final int[] tips = new int[Bounds.AGENTS];
        /** Messages that were read in the log. */
        int seen;
        /** Per agent, the message that was run and waits for its commit, plus one. */
        final int[] waiting = new int[Bounds.AGENTS];
        /** Per agent, the tip that the waiting message was run on. */
        final int[] ranOn = new int[Bounds.AGENTS];
        /** Whether it made sure, not long ago, that its end was not below the checkpoint. */
        boolean trusting = true;
        /** What it sent. */
        int batch;

        Writer() {}

        Writer(Writer other) {
            phase = other.phase;
            life = other.life;
            next = other.next;
            System.arraycopy(other.tips, 0, tips, 0, tips.length);
            seen = other.seen;
            System.arraycopy(other.waiting, 0, waiting, 0, waiting.length);
            System.arraycopy(other.ranOn, 0, ranOn, 0, ranOn.length);
            trusting = other.trusting;
            batch = other.batch;
        }

        void forget() {
            phase = Phase.IDLE;
            next = 0;
            Arrays.fill(tips, 0);
            seen = 0;
            Arrays.fill(waiting, 0);
            Arrays.fill(ranOn, 0);
            batch = 0;
        }
    }
}
