package dev.dormouse.invoker.execution;

import dev.dormouse.invoker.Refused;
import dev.dormouse.invoker.registry.DurableRegistry;
import dev.dormouse.invoker.registry.Revision;
import dev.dormouse.invoker.wasm.Completion;
import dev.dormouse.scheduler.Admission;
import dev.dormouse.scheduler.Scheduler;
import dev.dormouse.snapshot.Ticker;
import java.io.UncheckedIOException;
import java.util.random.RandomGenerator;

/**
 * Runs invocations, in seven steps on the caller's thread: arrive, admit, make live, run, settle, commit, answer. What
 * happens from the third to the sixth is up to the {@link InvocationPath}: of a stateless request, or of a message to an
 * agent. Thread-safe.
 */
public final class Invoker implements InvocationHandler {
    private final DurableRegistry registry;
    private final Scheduler scheduler;
    private final InvocationPath stateless;
    private final InvocationPath messages;
    private final InvocationObserver observer;
    private final Ticker ticker;
    private final RandomGenerator random;

    /**
     * @param registry what is deployed
     * @param scheduler who runs when
     * @param stateless what is done with requests
     * @param messages what is done with messages to agents
     * @param observer told of each end
     * @param ticker the clock of deadlines and durations
     * @param random draws among the revisions of an alias; thread-safe
     */
    public Invoker(
            DurableRegistry registry,
            Scheduler scheduler,
            InvocationPath stateless,
            InvocationPath messages,
            InvocationObserver observer,
            Ticker ticker,
            RandomGenerator random) {
        this.registry = registry;
        this.scheduler = scheduler;
        this.stateless = stateless;
        this.messages = messages;
        this.observer = observer;
        this.ticker = ticker;
        this.random = random;
    }

    @Override
    public InvocationResult invoke(Invocation invocation, AnswerSink sink) {
        Stopwatch watch = new Stopwatch(ticker, invocation.arrivedNanos());
        InvocationResult result = RevisionSelector.resolve(
                        invocation.selector(), invocation.function(), registry, random)
                .map(revision -> run(invocation, revision, sink, watch))
                .orElseGet(() -> Endings.notFound(invocation, watch.facts()));
        observer.settled(invocation, result);
        return result;
    }

    private InvocationResult run(Invocation invocation, Revision revision, AnswerSink sink, Stopwatch watch) {
        watch.chose(revision.id());
        InvocationPath path = invocation.message().isPresent() ? messages : stateless;
        try (InvocationPath.Ready ready = path.ready(invocation, revision)) {
            return switch (scheduler.admit(ready.admission())) {
                case Admission.Rejected rejected -> Endings.rejected(rejected, watch.facts());
                case Admission.Admitted admitted -> {
                    watch.admitted(admitted.activation());
                    yield ready.run(admitted.activation(), sink, watch);
                }
            };
        } catch (Refused refusal) {
            return Endings.declined(refusal, watch.facts());
        } catch (UncheckedIOException e) {
            return Endings.stopped(new Completion.Cancelled(), false, watch.facts());
        }
    }
}
