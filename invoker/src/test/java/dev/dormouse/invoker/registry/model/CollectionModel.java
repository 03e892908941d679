package dev.dormouse.invoker.registry.model;

import dev.dormouse.snapshot.exploration.Model;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Collection within bounds, perhaps without one of its rules. */
final class CollectionModel implements Model<State> {
    private final Bounds bounds;
    private final Protocol protocol;

    CollectionModel(Bounds bounds, Mutation mutation) {
        this.bounds = bounds;
        this.protocol = new Protocol(bounds, mutation);
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
        return state.encoded();
    }

    @Override
    public Optional<String> broken(State state) {
        Catalog truth = Catalog.of(state.log, state.log.length);
        for (int season : truth.names) {
            if (season != State.NOT_THERE && state.made[protocol.key(season)] == State.NOT_THERE) {
                return Optional.of("the object of season " + season + " is named and not there");
            }
        }
        return left(state, truth);
    }

    /** When all is quiet, two seasons later nothing is left but what is named. */
    private static Optional<String> left(State state, Catalog truth) {
        for (int key = 0; key < State.KEYS; key++) {
            boolean there = state.made[key] != State.NOT_THERE || (state.lateCreates >> key & 1) == 1;
            boolean condemned = key + 2 <= truth.season + 2;
            if (there && !truth.isNamed(key) && !condemned) {
                return Optional.of("the object of season " + key + " would stay for ever");
            }
        }
        return Optional.empty();
    }

    /** Something was deleted. */
    @Override
    public boolean isUseful(String step, State state) {
        return step.contains("is deleted");
    }
}
