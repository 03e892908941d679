package dev.dormouse.snapshot.log.model;

import dev.dormouse.snapshot.log.model.State.Phase;
import dev.dormouse.snapshot.log.model.State.Writer;
import java.util.function.BiConsumer;

/**
 * All that can happen next, in any state.
 *
 * <p>A paused writer needs no step of its own: it is one that takes no step while the others do. Clients send any
 * message to any writer at any time, again and again, so a message that runs twice or arrives late is covered too.
 */
final class Protocol {
    private final Bounds bounds;
    private final Mutation mutation;

    Protocol(Bounds bounds, Mutation mutation) {
        this.bounds = bounds;
        this.mutation = mutation;
    }

    /** Hands each possible next state to {@code next}, with the name of the step. */
    void steps(State state, BiConsumer<String, State> next) {
        for (int w = 0; w < bounds.writers(); w++) {
            writerSteps(state, w, next);
        }
        storeSteps(state, next);
    }

    private void writerSteps(State state, int w, BiConsumer<String, State> next) {
        switch (state.writers[w].phase) {
            case IDLE -> {
                answerRepeated(state, w, next);
                run(state, w, 0, next);
                readOn(state, w, next);
                makeCheckpoint(state, w, next);
            }
            case CREATING -> arrive(state, w, next);
            case CREATED -> settle(state, w, next);
            case OCCUPIED, UNSURE -> readBack(state, w, next);
        }
        startAgain(state, w, next);
    }

    // ---- a writer reads

    private void readOn(State state, int w, BiConsumer<String, State> next) {
        if (!believesReads(state.writers[w])) {
            verify(state, w, next);
        } else if (state.slot(state.writers[w].next) != State.NOTHING) {
            State after = state.copy();
            absorb(after.writers[w], state.slot(state.writers[w].next));
            next.accept("reads a segment", after);
        }
    }

    private boolean believesReads(Writer writer) {
        return writer.trusting || mutation == Mutation.BELIEVE_OLD_VIEW_ON_READ;
    }

    /** Takes in a segment, and forgets what ran on a state that is not the newest any more. */
    private void absorb(Writer writer, int batch) {
        writer.next++;
        writer.seen |= Batch.messages(batch);
        for (int agent = 0; agent < Bounds.AGENTS; agent++) {
            if (bounds.touches(batch, agent)) {
                writer.tips[agent] = writer.next;
            }
            boolean stale = writer.waiting[agent] != 0 && writer.ranOn[agent] != writer.tips[agent];
            if (stale && mutation != Mutation.REPEAT_WITHOUT_GENERATION_CHECK) {
                writer.waiting[agent] = 0;
                writer.ranOn[agent] = 0;
            }
        }
    }

    /** Lists the checkpoints: if the newest is above what the writer knows, its knowledge is worth nothing. */
    private void verify(State state, int w, BiConsumer<String, State> next) {
        State after = state.copy();
        if (state.checkpoint > state.writers[w].next) {
            startOver(after, w);
        } else {
            after.writers[w].trusting = true;
        }
        next.accept("lists checkpoints", after);
    }

    /** Begins anew from the newest checkpoint, which holds what the truth was there. */
    private void startOver(State state, int w) {
        Writer writer = state.writers[w];
        writer.forget();
        writer.trusting = true;
        writer.next = state.checkpoint;
        for (int slot = 0; slot < state.checkpoint; slot++) {
            writer.seen |= Batch.messages(state.history[slot]);
            for (int agent = 0; agent < Bounds.AGENTS; agent++) {
                if (bounds.touches(state.history[slot], agent)) {
                    writer.tips[agent] = slot + 1;
                }
            }
        }
    }

    // ---- a writer runs messages and commits them

    private void answerRepeated(State state, int w, BiConsumer<String, State> next) {
        int known = state.writers[w].seen & ~state.answered;
        if (known != 0 && mutation != Mutation.FORGET_IDEMPOTENCY) {
            State after = state.copy();
            after.answered |= known;
            next.accept("answers repeated messages", after);
        }
    }

    /** Runs a message of each agent from {@code agent} on, or none, or keeps the one that waits; then sends them. */
    private void run(State state, int w, int agent, BiConsumer<String, State> next) {
        if (agent == Bounds.AGENTS) {
            send(state, w, next);
            return;
        }
        run(state, w, agent + 1, next);
        Writer writer = state.writers[w];
        for (int m = 0; m < bounds.messages() && writer.waiting[agent] == 0; m++) {
            boolean known = (writer.seen >> m & 1) == 1 && mutation != Mutation.FORGET_IDEMPOTENCY;
            if (!known && bounds.agentOfMessage().get(m) == agent) {
                State ran = state.copy();
                ran.writers[w].waiting[agent] = m + 1;
                ran.writers[w].ranOn[agent] = writer.tips[agent];
                run(ran, w, agent + 1, next);
            }
        }
    }

    private void send(State state, int w, BiConsumer<String, State> next) {
        Writer writer = state.writers[w];
        int messages = 0;
        for (int waiting : writer.waiting) {
            messages |= waiting == 0 ? 0 : 1 << (waiting - 1);
        }
        if (messages == 0 || writer.next >= bounds.slots()) {
            return;
        }
        State after = state.copy();
        after.writers[w].batch = Batch.of(w, writer.life, messages, writer.ranOn);
        after.writers[w].phase = Phase.CREATING;
        if (mutation == Mutation.ANSWER_BEFORE_CREATED) {
            after.answered |= messages;
        }
        next.accept("runs messages " + messages + " and sends a create", after);
    }

    private void arrive(State state, int w, BiConsumer<String, State> next) {
        State answered = state.copy();
        if (put(answered, state.writers[w].next, state.writers[w].batch)) {
            told(answered, w);
        } else {
            answered.writers[w].phase = Phase.OCCUPIED;
        }
        next.accept("create arrives", answered);
        if (state.faultsLeft == 0) {
            return;
        }
        State lost = state.copy();
        put(lost, state.writers[w].next, state.writers[w].batch);
        unsure(lost, w);
        next.accept("create arrives, answer lost", lost);
        State gone = state.copy();
        unsure(gone, w);
        next.accept("create lost", gone);
        State held = state.copy();
        held.addLate(state.writers[w].next, state.writers[w].batch);
        unsure(held, w);
        next.accept("create held up", held);
    }

    private static void unsure(State state, int w) {
        state.faultsLeft--;
        state.writers[w].phase = Phase.UNSURE;
    }

    private boolean put(State state, int slot, int batch) {
        boolean overwrites = mutation == Mutation.OVERWRITING_STORE;
        if (state.slots[slot] != State.NOTHING && !overwrites) {
            return false;
        }
        state.slots[slot] = batch;
        if (state.history[slot] == State.NOTHING || overwrites) {
            state.history[slot] = batch;
        }
        return true;
    }

    private void readBack(State state, int w, BiConsumer<String, State> next) {
        Writer writer = state.writers[w];
        boolean believes = writer.phase == Phase.OCCUPIED
                ? mutation == Mutation.TAKE_OCCUPIED_AS_OWN
                : mutation == Mutation.BELIEVE_WHEN_UNSURE;
        if (believes) {
            recognise(state, w, next);
        } else if (!believesReads(writer)) {
            verify(state, w, next);
        } else {
            decide(state, w, state.slot(writer.next), next);
        }
    }

    private void decide(State state, int w, int found, BiConsumer<String, State> next) {
        Writer writer = state.writers[w];
        if (found == writer.batch) {
            recognise(state, w, next);
        } else if (found != State.NOTHING || writer.phase == Phase.OCCUPIED) {
            State after = state.copy();
            after.writers[w].phase = Phase.IDLE;
            after.writers[w].batch = 0;
            next.accept("finds another's segment", after);
        } else if (mutation == Mutation.MOVE_ON_WHEN_UNSURE) {
            State after = state.copy();
            after.writers[w].phase = Phase.IDLE;
            after.writers[w].next = Math.min(writer.next + 1, bounds.slots() - 1);
            next.accept("moves on", after);
        } else {
            State again = state.copy();
            again.writers[w].phase = Phase.CREATING;
            next.accept("sends the same create again", again);
        }
    }

    private void recognise(State state, int w, BiConsumer<String, State> next) {
        State after = state.copy();
        told(after, w);
        next.accept("recognises its own segment", after);
    }

    /** The slot is the writer's own; but is it one that was never used before? Whoever is in trust knows. */
    private void told(State state, int w) {
        Writer writer = state.writers[w];
        if (writer.trusting || mutation == Mutation.BELIEVE_OLD_VIEW_ON_CREATE) {
            answer(state, w);
        } else {
            writer.phase = Phase.CREATED;
        }
    }

    private void settle(State state, int w, BiConsumer<String, State> next) {
        State after = state.copy();
        if (state.checkpoint > state.writers[w].next) {
            startOver(after, w);
        } else {
            after.writers[w].trusting = true;
            answer(after, w);
        }
        next.accept("lists checkpoints before it answers", after);
    }

    private void answer(State state, int w) {
        Writer writer = state.writers[w];
        int messages = Batch.messages(writer.batch);
        state.answered |= messages;
        for (int agent = 0; agent < Bounds.AGENTS; agent++) {
            int waiting = writer.waiting[agent];
            if (waiting != 0 && (messages >> (waiting - 1) & 1) == 1) {
                writer.waiting[agent] = 0;
                writer.ranOn[agent] = 0;
            }
        }
        absorb(writer, writer.batch);
        writer.batch = 0;
        writer.phase = Phase.IDLE;
    }

    /** Crashes, or gives up waiting: what was sent may still arrive, and the messages may come again. */
    private void startAgain(State state, int w, BiConsumer<String, State> next) {
        Writer writer = state.writers[w];
        if (state.restartsLeft == 0) {
            return;
        }
        State after = state.copy();
        after.restartsLeft--;
        if (writer.phase == Phase.CREATING) {
            after.addLate(writer.next, writer.batch);
        }
        after.writers[w].life++;
        startOver(after, w);
        next.accept("starts again", after);
    }

    // ---- the store

    private void makeCheckpoint(State state, int w, BiConsumer<String, State> next) {
        if (state.writers[w].next > state.checkpoint) {
            State after = state.copy();
            after.checkpoint = state.writers[w].next;
            after.checkpointAge = 0;
            next.accept("writes a checkpoint", after);
        }
    }

    private void storeSteps(State state, BiConsumer<String, State> next) {
        State later = state.copy();
        later.checkpointAge = Math.min(state.checkpointAge + 1, State.OLD);
        for (Writer writer : later.writers) {
            writer.trusting = false;
        }
        next.accept("time passes", later);
        boolean old = state.checkpointAge == State.OLD || mutation == Mutation.DELETE_AT_ONCE;
        for (int slot = 0; slot < state.checkpoint && old; slot++) {
            if (state.slots[slot] != State.NOTHING) {
                State after = state.copy();
                after.slots[slot] = State.NOTHING;
                next.accept("slot " + slot + " is deleted", after);
            }
        }
        for (int at = 0; at < state.late.length; at += 2) {
            State arrives = state.copy();
            put(arrives, state.late[at], state.late[at + 1]);
            arrives.removeLate(at);
            next.accept("a late create arrives", arrives);
        }
    }
}
