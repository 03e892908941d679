package dev.dormouse.invoker.deployment;

import dev.dormouse.invoker.execution.LiveRevision;
import dev.dormouse.invoker.execution.LiveRevisions;
import dev.dormouse.invoker.execution.agent.Alarm;
import dev.dormouse.invoker.registry.DurableRegistry;
import dev.dormouse.invoker.registry.Revision;
import dev.dormouse.snapshot.FunctionName;
import dev.dormouse.snapshot.Ticker;
import dev.dormouse.snapshot.format.CorruptObjectException;
import dev.dormouse.snapshot.object.StoreUnavailableException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * After a start, loads the functions that were deployed last and rehearses them as a deploy does, so that their first
 * callers find them as they would have found them before the restart.
 *
 * <p>One function after the other, on a virtual thread, within the bounds of {@link WarmUpSettings}; then it is over for
 * good. While invocations or deploys run it pauses, between two functions and between two runs of one. A caller of a function that
 * is just being loaded waits for that one load, as for another caller's. Thread-safe.
 */
public final class WarmUp {
    private static final System.Logger LOG = System.getLogger(WarmUp.class.getName());
    private static final long PAUSE_NANOS = 20_000_000;

    private final DurableRegistry registry;
    private final LiveRevisions revisions;
    private final Rehearsal rehearsal;
    private final IdleRehearsals later;
    private final BooleanSupplier busy;
    private final Alarm alarm;
    private final Ticker ticker;
    private final RandomGenerator random;
    private final WarmUpSettings settings;
    private volatile boolean cancelled;

    /**
     * @param registry says what was deployed last
     * @param revisions loads it
     * @param rehearsal runs what was loaded
     * @param later goes on with the rehearsals when all are loaded
     * @param busy whether invocations or deploys run
     * @param alarm goes on after a pause
     * @param random draws one of several revisions that are live
     */
    public WarmUp(
            DurableRegistry registry,
            LiveRevisions revisions,
            Rehearsal rehearsal,
            IdleRehearsals later,
            BooleanSupplier busy,
            Alarm alarm,
            Ticker ticker,
            RandomGenerator random,
            WarmUpSettings settings) {
        this.registry = registry;
        this.revisions = revisions;
        this.rehearsal = rehearsal;
        this.later = later;
        this.busy = busy;
        this.alarm = alarm;
        this.ticker = ticker;
        this.random = random;
        this.settings = settings;
    }

    /**
     * Begins, on a thread of the alarm. To be called once, when the runtime serves already.
     *
     * @param then run on such a thread when the warm-up is over, unless it was cancelled
     */
    public void begin(Runnable then) {
        long end = ticker.nanos() + settings.timeMax().toNanos();
        Queue<FunctionName> functions = new ArrayDeque<>(registry.lastChanged(settings.functionsMax()));
        List<LiveRevision> loaded = new ArrayList<>();
        Runnable last = () -> {
            loaded.forEach(later::add);
            then.run();
        };
        alarm.in(0, () -> goOn(functions, loaded, end, last));
    }

    /** Takes no further function and ends the one that runs between two of its runs. */
    public void cancel() {
        cancelled = true;
    }

    private void goOn(Queue<FunctionName> functions, List<LiveRevision> loaded, long endNanos, Runnable then) {
        while (!cancelled && mayTakeAnother(functions, endNanos)) {
            if (busy.getAsBoolean()) {
                alarm.in(PAUSE_NANOS, () -> goOn(functions, loaded, endNanos, then));
                return;
            }
            warm(functions.remove()).ifPresent(loaded::add);
        }
        if (!cancelled) {
            then.run();
        }
    }

    private boolean mayTakeAnother(Queue<FunctionName> functions, long endNanos) {
        return !functions.isEmpty() && ticker.nanos() - endNanos < 0 && revisions.heldBytes() < settings.liveBytesMax();
    }

    /** What cannot be loaded is left to its first caller, who is told why. */
    private Optional<LiveRevision> warm(FunctionName function) {
        try {
            Optional<Revision> live = registry.resolve(function, "live", random);
            if (live.isPresent() && revisions.ready(live.get().id()).isEmpty()) {
                LiveRevision loaded = revisions.load(live.get());
                rehearsal.of(loaded, () -> !cancelled && !busy.getAsBoolean());
                return Optional.of(loaded);
            }
        } catch (StoreUnavailableException | CorruptObjectException | RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "Function '" + function + "' was not warmed up: " + e.getMessage());
        }
        return Optional.empty();
    }
}
