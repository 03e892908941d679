package dev.dormouse.snapshot.log.model;

import dev.dormouse.snapshot.exploration.Model;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The protocol of the commit log within bounds, perhaps without one of its rules. */
final class CommitLogModel implements Model<State> {
    private final Bounds bounds;
    private final Protocol protocol;
    private final Invariants invariants;
    private final Encoding encoding;

    CommitLogModel(Bounds bounds, Mutation mutation) {
        this.bounds = bounds;
        this.protocol = new Protocol(bounds, mutation);
        this.invariants = new Invariants(bounds);
        this.encoding = new Encoding(bounds.writers());
    }

    @Override
    public State begin() {
        return new State(bounds);
    }

    @Override
    public void steps(State state, BiConsumer<String, State> next) {
        protocol.steps(state, next);
    }

    @Override
    public String encoded(State state) {
        return encoding.of(state);
    }

    @Override
    public Optional<String> broken(State state) {
        return invariants.broken(state);
    }

    /** Every message has been answered. */
    @Override
    public boolean isUseful(String step, State state) {
        return state.answered == (1 << bounds.messages()) - 1;
    }
}
