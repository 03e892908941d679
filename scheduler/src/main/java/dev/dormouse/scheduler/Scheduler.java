package dev.dormouse.scheduler;

import dev.dormouse.snapshot.FunctionName;
import dev.dormouse.snapshot.Ticker;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Decides whether and when an invocation runs: two calls, {@link #admit} before it and {@link #complete} after it.
 *
 * <p>Each function has a gate of its own inside the process's gate, so a busy function fills its own queue and not
 * the neighbours'. An invocation enters its function's gate first and holds no room of the process while it waits
 * there. Thread-safe.
 */
public final class Scheduler {
    private final SchedulerSettings settings;
    private final Ticker ticker;
    private final Gate process;
    private final ConcurrentMap<FunctionName, FunctionGate> functions = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    /** A function's gate and the capacity that it was last given. */
    private record FunctionGate(Gate gate, int capacity) {}

    public Scheduler(SchedulerSettings settings, Ticker ticker) {
        this.settings = settings;
        this.ticker = ticker;
        this.process = new Gate(settings.concurrencyMax(), settings.waitingMax(), ticker);
    }

    /**
     * Waits, if it must, for room in the function and in the process, never past the deadline and never in a queue
     * beyond its bound.
     */
    public Admission admit(AdmissionRequest request) {
        if (stopping) {
            return rejected(Admission.Reason.STOPPING);
        }
        long from = ticker.nanos();
        Gate gate = gate(request);
        return switch (gate.enter(request.deadlineNanos())) {
            case QUEUE_FULL -> rejected(Admission.Reason.FUNCTION_AT_LIMIT);
            case DEADLINE_PASSED -> rejected(Admission.Reason.DEADLINE_PASSED);
            case ENTERED -> enterProcess(request, gate, from);
        };
    }

    private Admission enterProcess(AdmissionRequest request, Gate gate, long from) {
        Gate.Entry entry = process.enter(request.deadlineNanos());
        if (entry != Gate.Entry.ENTERED) {
            gate.leave();
        }
        return switch (entry) {
            case QUEUE_FULL -> rejected(Admission.Reason.PROCESS_AT_LIMIT);
            case DEADLINE_PASSED -> rejected(Admission.Reason.DEADLINE_PASSED);
            case ENTERED ->
                new Admission.Admitted(
                        new Activation(request.function(), gate, request.deadlineNanos(), ticker.nanos() - from));
        };
    }

    /**
     * Gives an activation back, exactly once, whatever became of it.
     *
     * @return what to do with the instance; after anything but {@link Outcome#OK} always {@code Terminate}, as memory
     *     after a trap or a broken limit is not to be trusted
     */
    public Disposition complete(Activation activation, Outcome outcome, Usage usage) {
        activation.markCompleted();
        process.leave();
        activation.gate().leave();
        return new Disposition.Terminate();
    }

    /** Takes no new work from here on. What runs or waits goes on. */
    public void stop() {
        stopping = true;
    }

    /** How many invocations run. */
    public int running() {
        return process.entered();
    }

    /** Forgets a function that was deleted; what runs of it goes on. */
    public void forget(FunctionName function) {
        functions.remove(function);
    }

    private Gate gate(AdmissionRequest request) {
        int capacity = request.concurrencyMax() == 0
                ? settings.functionConcurrencyMax()
                : Math.min(request.concurrencyMax(), settings.functionConcurrencyMax());
        FunctionGate found = functions.get(request.function());
        if (found != null && found.capacity() == capacity) {
            return found.gate();
        }
        return resized(request.function(), capacity);
    }

    private Gate resized(FunctionName function, int capacity) {
        return functions
                .compute(function, (name, existing) -> {
                    if (existing == null) {
                        return new FunctionGate(new Gate(capacity, settings.functionWaitingMax(), ticker), capacity);
                    }
                    existing.gate().resize(capacity);
                    return new FunctionGate(existing.gate(), capacity);
                })
                .gate();
    }

    private Admission rejected(Admission.Reason reason) {
        return new Admission.Rejected(reason, settings.retryAfter());
    }
}
