package dev.dormouse.invoker.execution;

import dev.dormouse.snapshot.RevisionId;
import dev.dormouse.snapshot.Ticker;
import java.util.Optional;

/** Gathers what is told about one invocation while it goes on. Confined to its thread. */
final class Stopwatch {
    private final Ticker ticker;
    private final long arrivedNanos;
    private Optional<RevisionId> revision = Optional.empty();
    private Optional<InvocationFacts.StartKind> start = Optional.empty();
    private long admitNanos = -1;
    private long loadNanos = -1;
    private String loadTier = "";
    private long resumeNanos = -1;
    private long runStartedNanos;
    private long runNanos = -1;
    private long fuel;

    Stopwatch(Ticker ticker, long arrivedNanos) {
        this.ticker = ticker;
        this.arrivedNanos = arrivedNanos;
    }

    long now() {
        return ticker.nanos();
    }

    void chose(RevisionId chosen) {
        revision = Optional.of(chosen);
    }

    void admitted(long waitedNanos) {
        admitNanos = waitedNanos;
    }

    void loaded(String tier, long sinceNanos) {
        loadTier = tier;
        loadNanos = now() - sinceNanos;
    }

    void resumed(long sinceNanos) {
        start = Optional.of(InvocationFacts.StartKind.RESUME);
        runStartedNanos = now();
        resumeNanos = runStartedNanos - sinceNanos;
    }

    void ran(long fuelUsed) {
        runNanos = now() - runStartedNanos;
        fuel = fuelUsed;
    }

    long runNanos() {
        return Math.max(0, runNanos);
    }

    InvocationFacts facts() {
        return new InvocationFacts(
                revision,
                start,
                fuel,
                admitNanos,
                loadNanos,
                loadTier,
                resumeNanos,
                runNanos,
                -1,
                -1,
                now() - arrivedNanos);
    }
}
