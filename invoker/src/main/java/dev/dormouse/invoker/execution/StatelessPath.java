package dev.dormouse.invoker.execution;

import dev.dormouse.invoker.host.GuestRequest;
import dev.dormouse.invoker.registry.Revision;
import dev.dormouse.invoker.wasm.GuestStop;
import dev.dormouse.scheduler.Activation;
import dev.dormouse.scheduler.AdmissionRequest;
import dev.dormouse.scheduler.Outcome;
import dev.dormouse.scheduler.Scheduler;
import dev.dormouse.scheduler.Usage;
import dev.dormouse.snapshot.format.CorruptObjectException;
import dev.dormouse.snapshot.object.StoreUnavailableException;
import java.io.IOException;

/**
 * Each request runs in an instance of its own, resumed from its revision's base and dropped afterwards, so nothing
 * passes from one request to the next. Thread-safe.
 */
public final class StatelessPath implements InvocationPath {
    private final Scheduler scheduler;
    private final LiveRevisions revisions;
    private final GuestCalls calls;

    public StatelessPath(Scheduler scheduler, LiveRevisions revisions, GuestCalls calls) {
        this.scheduler = scheduler;
        this.revisions = revisions;
        this.calls = calls;
    }

    @Override
    public Ready ready(Invocation invocation, Revision revision) {
        return new Request(invocation, revision);
    }

    /** One request. */
    private final class Request implements Ready {
        private final Invocation invocation;
        private final Revision revision;
        private Usage usage = Usage.NONE;

        Request(Invocation invocation, Revision revision) {
            this.invocation = invocation;
            this.revision = revision;
        }

        @Override
        public AdmissionRequest admission() {
            return new AdmissionRequest.Stateless(
                    invocation.function(), revision.view().concurrency(), invocation.deadlineNanos(revision));
        }

        @Override
        public InvocationResult run(Activation activation, AnswerSink sink, Stopwatch watch) {
            Outcome outcome = Outcome.INTERNAL;
            try {
                InvocationResult result = run(activation.deadlineNanos(), sink, watch);
                outcome = result.outcome();
                return result;
            } finally {
                scheduler.complete(activation, outcome, usage);
            }
        }

        private InvocationResult run(long deadlineNanos, AnswerSink sink, Stopwatch watch) {
            try (LiveInstance guest = makeLive(watch)) {
                GuestRequest request =
                        new GuestRequest(invocation.id(), revision.id(), invocation.head(), invocation.body());
                GuestCalls.Called called = calls.call(
                        guest, request, head -> sink.begin(head, watch.facts()), deadlineNanos, invocation.caller());
                usage = called.usage();
                watch.ran(usage);
                return Endings.of(called, guest, watch.facts());
            } catch (GuestStop stop) {
                return Endings.stopped(stop.completion(), false, watch.facts());
            } catch (IOException e) {
                return Endings.ofStore(invocation.id(), e, watch.facts());
            } catch (RuntimeException e) {
                return Endings.broken(invocation.id(), e, watch.facts());
            }
        }

        private LiveInstance makeLive(Stopwatch watch) throws StoreUnavailableException, CorruptObjectException {
            LiveRevision live = revisions.get(revision, watch);
            long loaded = watch.told();
            LiveInstance guest = calls.resume(live, live.base().image());
            watch.resumed(InvocationFacts.StartKind.RESUME, loaded);
            return guest;
        }
    }
}
