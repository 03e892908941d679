package dev.dormouse.invoker.execution;

import dev.dormouse.snapshot.RevisionId;
import java.util.Optional;

/**
 * What is told about an invocation beside its answer. Durations are in nanoseconds, -1 where the part did not take
 * place (yet).
 *
 * @param revision which revision ran; none if it did not come to that
 * @param start how the instance came to be live; none if it did not come to that
 * @param fuel ticks used
 * @param admitNanos waiting to be admitted
 * @param loadNanos having the compiled module and the image at hand
 * @param loadTier where these came from: {@code heap}, {@code disk}, {@code store}; empty if not loaded
 * @param resumeNanos building the instance over the image
 * @param runNanos inside the guest and its host calls
 * @param commitNanos making the new state durable
 * @param generation the agent's committed generation that the answer stands for; -1 if the answer stands for none
 * @param totalNanos from arrival
 */
public record InvocationFacts(
        Optional<RevisionId> revision,
        Optional<StartKind> start,
        long fuel,
        long admitNanos,
        long loadNanos,
        String loadTier,
        long resumeNanos,
        long runNanos,
        long commitNanos,
        long generation,
        long totalNanos) {
    /** How an instance came to be live. */
    public enum StartKind {
        COLD,
        RESUME,
        WARM
    }
}
