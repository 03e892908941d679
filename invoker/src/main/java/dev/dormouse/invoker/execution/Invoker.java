package dev.dormouse.invoker.execution;

import dev.dormouse.invoker.host.GuestAnswer;
import dev.dormouse.invoker.host.GuestLog;
import dev.dormouse.invoker.host.GuestRequest;
import dev.dormouse.invoker.host.Host;
import dev.dormouse.invoker.host.HostContext;
import dev.dormouse.invoker.registry.DurableRegistry;
import dev.dormouse.invoker.registry.Revision;
import dev.dormouse.invoker.wasm.Budget;
import dev.dormouse.invoker.wasm.Completion;
import dev.dormouse.invoker.wasm.GuestStop;
import dev.dormouse.invoker.wasm.Instance;
import dev.dormouse.invoker.wasm.MemoryBudget;
import dev.dormouse.invoker.wasm.MemoryReservation;
import dev.dormouse.scheduler.Activation;
import dev.dormouse.scheduler.Admission;
import dev.dormouse.scheduler.AdmissionRequest;
import dev.dormouse.scheduler.Outcome;
import dev.dormouse.scheduler.Scheduler;
import dev.dormouse.scheduler.Usage;
import dev.dormouse.snapshot.GranuleTable;
import dev.dormouse.snapshot.Ticker;
import dev.dormouse.snapshot.format.CorruptObjectException;
import dev.dormouse.snapshot.object.StoreUnavailableException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * Runs invocations: admit, make live, run, settle, answer, in this order, on the caller's thread.
 *
 * <p>Each request runs in an instance of its own, resumed from its revision's base and dropped afterwards, so nothing
 * passes from one request to the next. Thread-safe.
 */
public final class Invoker implements InvocationHandler {
    private static final System.Logger LOG = System.getLogger(Invoker.class.getName());
    private static final Duration STORE_RETRY_AFTER = Duration.ofSeconds(1);
    private static final Duration MEMORY_RETRY_AFTER = Duration.ofSeconds(1);

    private final DurableRegistry registry;
    private final Scheduler scheduler;
    private final LiveRevisions revisions;
    private final Host host;
    private final GuestLogs logs;
    private final InvocationObserver observer;
    private final MemoryBudget memory;
    private final Ticker ticker;
    private final RandomGenerator random;
    private final String storeTier;
    private final Set<Budget> running = ConcurrentHashMap.newKeySet();

    /**
     * @param registry what is deployed
     * @param scheduler who runs when
     * @param revisions what is ready to run
     * @param host what guests may import
     * @param logs where their lines go
     * @param observer told of each end
     * @param memory what all guests may take together
     * @param ticker the clock of deadlines and durations
     * @param random draws among the revisions of an alias; thread-safe
     * @param storeTier what answers call the store: {@code disk} or {@code store}
     */
    public Invoker(
            DurableRegistry registry,
            Scheduler scheduler,
            LiveRevisions revisions,
            Host host,
            GuestLogs logs,
            InvocationObserver observer,
            MemoryBudget memory,
            Ticker ticker,
            RandomGenerator random,
            String storeTier) {
        this.registry = registry;
        this.scheduler = scheduler;
        this.revisions = revisions;
        this.host = host;
        this.logs = logs;
        this.observer = observer;
        this.memory = memory;
        this.ticker = ticker;
        this.random = random;
        this.storeTier = storeTier;
    }

    @Override
    public InvocationResult invoke(Invocation invocation, AnswerSink sink) {
        Stopwatch watch = new Stopwatch(ticker, invocation.arrivedNanos());
        InvocationResult result = resolve(invocation)
                .map(revision -> admit(invocation, revision, sink, watch))
                .orElseGet(() -> notFound(invocation, watch));
        observer.settled(invocation, result);
        return result;
    }

    /** Ends all running invocations; each answers as {@link Outcome#CANCELLED}. */
    public void cancelAll() {
        running.forEach(Budget::cancel);
    }

    private Optional<Revision> resolve(Invocation invocation) {
        return switch (invocation.selector()) {
            case RevisionSelector.ByNumber byNumber -> registry.resolve(invocation.function(), byNumber.number());
            case RevisionSelector.ByAlias byAlias -> registry.resolve(invocation.function(), byAlias.name(), random);
        };
    }

    private InvocationResult admit(Invocation invocation, Revision revision, AnswerSink sink, Stopwatch watch) {
        watch.chose(revision.id());
        AdmissionRequest request = new AdmissionRequest(
                invocation.function(), revision.view().concurrency(), deadlineNanos(invocation, revision));
        return switch (scheduler.admit(request)) {
            case Admission.Rejected rejected -> rejected(rejected, watch);
            case Admission.Admitted admitted -> {
                watch.admitted(admitted.activation().waitedNanos());
                yield runAndSettle(invocation, revision, admitted.activation(), sink, watch);
            }
        };
    }

    private static long deadlineNanos(Invocation invocation, Revision revision) {
        long own = Duration.ofMillis(revision.view().timeoutMillis()).toNanos();
        return invocation.arrivedNanos() + Math.min(own, invocation.timeoutNanos());
    }

    private InvocationResult runAndSettle(
            Invocation invocation, Revision revision, Activation activation, AnswerSink sink, Stopwatch watch) {
        Run run = new Run(invocation, activation.deadlineNanos(), sink, watch);
        InvocationResult result = failed(Outcome.INTERNAL, "The runtime failed before the guest was reached.", watch);
        try {
            result = run.in(live(revision, watch));
        } catch (StoreUnavailableException e) {
            result = unavailable(invocation, e, watch);
        } catch (CorruptObjectException e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "Invocation " + invocation.id() + " of " + revision.id() + " failed.",
                    e);
            result = failed(Outcome.INTERNAL, String.valueOf(e.getMessage()), watch);
        } catch (RuntimeException e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "Invocation " + invocation.id() + " of " + revision.id() + " failed.",
                    e);
            result =
                    failed(Outcome.INTERNAL, "The runtime failed; its log has more under this invocation's id.", watch);
        } finally {
            scheduler.complete(activation, result.outcome(), run.usage());
        }
        return result;
    }

    private LiveRevision live(Revision revision, Stopwatch watch)
            throws StoreUnavailableException, CorruptObjectException {
        long from = watch.now();
        Optional<LiveRevision> ready = revisions.ready(revision.id());
        LiveRevision live = ready.isPresent() ? ready.get() : revisions.load(revision);
        watch.loaded(ready.isPresent() ? "heap" : storeTier, from);
        return live;
    }

    /** One run of one guest. */
    private final class Run {
        private final Invocation invocation;
        private final long deadlineNanos;
        private final AnswerSink sink;
        private final Stopwatch watch;
        private Usage usage = Usage.NONE;

        Run(Invocation invocation, long deadlineNanos, AnswerSink sink, Stopwatch watch) {
            this.invocation = invocation;
            this.deadlineNanos = deadlineNanos;
            this.sink = sink;
            this.watch = watch;
        }

        Usage usage() {
            return usage;
        }

        InvocationResult in(LiveRevision live) {
            try (MemoryReservation reservation = memory.open()) {
                return in(live, reservation);
            } catch (GuestStop stop) {
                return stopped(stop.completion(), false, watch);
            }
        }

        private InvocationResult in(LiveRevision live, MemoryReservation reservation) {
            long from = watch.now();
            HostContext context = host.prepare(live.settings(), live.base().variables(), reservation);
            Instance instance = live.module().resume(live.base(), context, live.limits(), reservation);
            watch.resumed(from);
            return answered(run(live, context, instance), context, reservation, watch);
        }

        private GuestAnswer run(LiveRevision live, HostContext context, Instance instance) {
            Budget budget = new Budget(live.revision().view().fuel(), deadlineNanos, ticker);
            GuestRequest request =
                    new GuestRequest(invocation.id(), live.revision().id(), invocation.head(), invocation.body());
            running.add(budget);
            try {
                GuestLog log = logs.of(live.revision().id(), invocation.id());
                context.begin(request, head -> sink.begin(head, watch.facts()), log, deadlineNanos);
                return live.program().invoke(new BudgetedGuest(instance, budget), context);
            } finally {
                running.remove(budget);
                watch.ran(budget.fuelUsed());
                usage = new Usage(budget.fuelUsed(), watch.runNanos(), dirtyBytes(instance));
            }
        }
    }

    private static long dirtyBytes(Instance instance) {
        return (long) instance.dirtyGranules() << GranuleTable.GRANULE_SHIFT;
    }

    private static InvocationResult answered(
            GuestAnswer answer, HostContext context, MemoryReservation reservation, Stopwatch watch) {
        return switch (answer) {
            case GuestAnswer.Whole whole ->
                new InvocationResult(
                        Outcome.OK,
                        new InvocationResult.Whole(whole.head(), whole.body(), reservation.split(whole.body().length)),
                        watch.facts());
            case GuestAnswer.Streamed streamed ->
                new InvocationResult(Outcome.OK, new InvocationResult.Streamed(true), watch.facts());
            case GuestAnswer.Failed failed ->
                ended(Outcome.GUEST_ERROR, "The guest failed: " + failed.text(), context.answerBegun(), watch);
            case GuestAnswer.Stopped stopped -> stopped(stopped.completion(), context.answerBegun(), watch);
        };
    }

    private static InvocationResult stopped(Completion completion, boolean answerBegun, Stopwatch watch) {
        return switch (completion) {
            case Completion.Trapped trapped ->
                ended(Outcome.TRAP, "The guest trapped: " + trapped.reason(), answerBegun, watch);
            case Completion.OutOfFuel fuel ->
                ended(
                        Outcome.FUEL_EXHAUSTED,
                        "The invocation used up its fuel before the guest was done. Deploy the function with more fuel,"
                                + " or let it do less in one invocation.",
                        answerBegun,
                        watch);
            case Completion.PastDeadline deadline ->
                ended(
                        Outcome.DEADLINE_EXCEEDED,
                        "The deadline passed before the guest was done. Deploy the function with a longer timeout, or"
                                + " let it do less in one invocation.",
                        answerBegun,
                        watch);
            case Completion.OutOfMemory memory -> ended(Outcome.MEMORY_EXCEEDED, memory.limit(), answerBegun, watch);
            case Completion.RuntimeFull full -> runtimeFull(full.limit(), answerBegun, watch);
            case Completion.Cancelled cancelled ->
                ended(
                        Outcome.CANCELLED,
                        "The invocation was cancelled: the caller went away, or the runtime is stopping.",
                        answerBegun,
                        watch);
            case Completion.Returned returned -> throw new IllegalStateException("A return is not a stop.");
            case Completion.Exited exited -> throw new IllegalStateException("An exit is not a stop.");
        };
    }

    private static InvocationResult ended(Outcome outcome, String detail, boolean answerBegun, Stopwatch watch) {
        return answerBegun
                ? new InvocationResult(outcome, new InvocationResult.Streamed(false), watch.facts())
                : failed(outcome, detail, watch);
    }

    private static InvocationResult runtimeFull(String detail, boolean answerBegun, Stopwatch watch) {
        return answerBegun
                ? new InvocationResult(Outcome.MEMORY_EXCEEDED, new InvocationResult.Streamed(false), watch.facts())
                : new InvocationResult(
                        Outcome.MEMORY_EXCEEDED,
                        new InvocationResult.Failed(detail, Optional.of(MEMORY_RETRY_AFTER)),
                        watch.facts());
    }

    private static InvocationResult failed(Outcome outcome, String detail, Stopwatch watch) {
        return new InvocationResult(
                outcome, new InvocationResult.Failed(detail, Optional.empty(), Optional.empty()), watch.facts());
    }

    private InvocationResult unavailable(Invocation invocation, StoreUnavailableException cause, Stopwatch watch) {
        LOG.log(System.Logger.Level.WARNING, "Invocation " + invocation.id() + " found the store unavailable.", cause);
        return new InvocationResult(
                Outcome.INTERNAL,
                new InvocationResult.Failed(
                        "The store gave no answer, so the function could not be loaded: " + cause.getMessage(),
                        Optional.of(STORE_RETRY_AFTER),
                        Optional.empty()),
                watch.facts());
    }

    private static InvocationResult notFound(Invocation invocation, Stopwatch watch) {
        String wanted = switch (invocation.selector()) {
            case RevisionSelector.ByNumber byNumber -> invocation.function() + "@" + byNumber.number();
            case RevisionSelector.ByAlias byAlias -> invocation.function() + "@" + byAlias.name();
        };
        return failed(
                Outcome.NOT_FOUND,
                "There is no function, revision or alias '" + wanted
                        + "' here. GET /v1/functions lists what there is; a deploy makes one.",
                watch);
    }

    private static InvocationResult rejected(Admission.Rejected rejected, Stopwatch watch) {
        return new InvocationResult(
                Outcome.REJECTED,
                new InvocationResult.Failed(
                        explanation(rejected.reason()),
                        Optional.of(rejected.retryAfter()),
                        Optional.of(rejected.reason())),
                watch.facts());
    }

    private static String explanation(Admission.Reason reason) {
        return switch (reason) {
            case FUNCTION_AT_LIMIT ->
                "The function has as many invocations running and waiting as it may. Try again later, or deploy it with"
                        + " more concurrency.";
            case AGENT_AT_LIMIT -> "The agent has as many messages waiting as its mailbox takes. Try again later.";
            case PROCESS_AT_LIMIT ->
                "The runtime has as many invocations running and waiting as it may. Try again later.";
            case DEADLINE_PASSED ->
                "The deadline passed before there was room to run. Try again later, or allow more time.";
            case STOPPING -> "The runtime is stopping and takes no new work. Try again later.";
        };
    }
}
