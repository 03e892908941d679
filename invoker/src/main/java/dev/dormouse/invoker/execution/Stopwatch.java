package dev.dormouse.invoker.execution;

import dev.dormouse.scheduler.Activation;
import dev.dormouse.scheduler.Usage;
import dev.dormouse.snapshot.RevisionId;
import dev.dormouse.snapshot.Ticker;
import java.util.Optional;

/**
 * Gathers what is told about one invocation while it goes on; of a message that is run again, what is told of the last
 * run. Confined to its thread.
 */
public final class Stopwatch {
    private final Ticker ticker;
    private final long arrivedNanos;
    private long toldNanos;
    private Optional<RevisionId> revision = Optional.empty();
    private Optional<InvocationFacts.StartKind> start = Optional.empty();
    private long admitNanos = -1;
    private long loadNanos = -1;
    private String loadTier = "";
    private long resumeNanos = -1;
    private long runNanos = -1;
    private long fuel;
    private long commitNanos = -1;
    private long generation = -1;

    Stopwatch(Ticker ticker, long arrivedNanos) {
        this.ticker = ticker;
        this.arrivedNanos = arrivedNanos;
        this.toldNanos = arrivedNanos;
    }

    /** The time now, for {@code sinceNanos} of the other methods. */
    public long now() {
        return ticker.nanos();
    }

    /**
     * When the part ended that was told last, for {@code sinceNanos} where nothing that takes time lies between that and
     * the next part: reading the clock is dear beside parts that are so short.
     */
    long told() {
        return toldNanos;
    }

    /** Which revision runs. */
    public void chose(RevisionId chosen) {
        revision = Optional.of(chosen);
    }

    void admitted(Activation activation) {
        admitNanos = activation.waitedNanos();
        toldNanos = activation.grantedNanos();
    }

    /** Module and image are at hand. */
    public void loaded(String tier, long sinceNanos) {
        loadTier = tier;
        loadNanos = tell() - sinceNanos;
    }

    /** An instance was built. */
    public void resumed(InvocationFacts.StartKind kind, long sinceNanos) {
        start = Optional.of(kind);
        resumeNanos = tell() - sinceNanos;
    }

    private long tell() {
        toldNanos = now();
        return toldNanos;
    }

    /** An instance was there. */
    public void wasWarm() {
        start = Optional.of(InvocationFacts.StartKind.WARM);
    }

    /** The guest's call has ended. */
    public void ran(Usage usage) {
        runNanos = usage.runNanos();
        fuel = usage.fuel();
    }

    /** The new state is durable, or not. */
    public void committed(long sinceNanos) {
        commitNanos = now() - sinceNanos;
    }

    /** The answer stands for this generation of the agent. */
    public void stands(long committedGeneration) {
        generation = committedGeneration;
    }

    /** What there is to tell by now. */
    public InvocationFacts facts() {
        return new InvocationFacts(
                revision,
                start,
                fuel,
                admitNanos,
                loadNanos,
                loadTier,
                resumeNanos,
                runNanos,
                commitNanos,
                generation,
                now() - arrivedNanos);
    }
}
