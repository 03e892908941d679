package dev.dormouse.snapshot.exploration;

import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * A protocol as all that can happen in it.
 *
 * @param <S> everything at one moment; nobody changes a state that was handed over
 */
public interface Model<S> {
    S begin();

    /** Hands each possible next state to {@code next}, with the name of the step. */
    void steps(S state, BiConsumer<String, S> next);

    /** A text that is equal for states of which one stands for the others. */
    String encoded(S state);

    /** The first promise that {@code state} breaks. */
    Optional<String> broken(S state);

    /**
     * Whether what the protocol is for has come about with the step that led to {@code state}: one that does nothing is
     * not safe but useless.
     */
    boolean isUseful(String step, S state);
}
