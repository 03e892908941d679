package dev.dormouse.scheduler;

import dev.dormouse.scheduler.keepalive.KeepAlivePolicy;
import dev.dormouse.snapshot.AgentId;
import dev.dormouse.snapshot.FunctionName;
import dev.dormouse.snapshot.Ticker;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Decides whether and when an invocation runs: two calls, {@link #admit} before it and {@link #complete} after it.
 *
 * <p>A message first waits for its agent's turn, in the agent's mailbox. Each function has a gate of its own inside the
 * process's gate, so a busy function fills its own queue and not the neighbours'. Whoever waits for the next of these
 * three holds no room of the ones after it. Thread-safe.
 */
public final class Scheduler {
    private final SchedulerSettings settings;
    private final KeepAlivePolicy keepAlive;
    private final Ticker ticker;
    private final Gate process;
    private final Mailboxes mailboxes;
    private final ConcurrentMap<FunctionName, FunctionGate> functions = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    /** A function's gate and the capacity that it was last given. */
    private record FunctionGate(Gate gate, int capacity) {}

    /** With the same keep-alive for all agents, that of the settings. */
    public Scheduler(SchedulerSettings settings, Ticker ticker) {
        this(settings, KeepAlivePolicy.fixed(settings.keepAlive()), ticker);
    }

    /** @param keepAlive how long agents stay warm */
    public Scheduler(SchedulerSettings settings, KeepAlivePolicy keepAlive, Ticker ticker) {
        this.settings = settings;
        this.keepAlive = keepAlive;
        this.ticker = ticker;
        this.process = new Gate(settings.concurrencyMax(), settings.waitingMax(), ticker);
        this.mailboxes = new Mailboxes(settings.agentWaitingMax(), ticker);
    }

    /**
     * Waits, if it must, for the agent's turn and for room in the function and in the process, never past the deadline
     * and never in a queue beyond its bound.
     */
    public Admission admit(AdmissionRequest request) {
        if (stopping) {
            return rejected(Admission.Reason.STOPPING);
        }
        Entering entering = new Entering(request, ticker.nanos());
        return switch (request) {
            case AdmissionRequest.Stateless stateless -> enterFunction(entering, stateless.concurrencyMax(), () -> {});
            case AdmissionRequest.Message message ->
                enterMailbox(
                        entering, message.agent(), turn -> enterFunction(entering, message.concurrencyMax(), turn));
            case AdmissionRequest.Control control ->
                enterMailbox(entering, control.agent(), turn -> admitted(entering, turn));
        };
    }

    /** Somebody on the way in, since {@code fromNanos}. */
    private record Entering(AdmissionRequest request, long fromNanos) {}

    /** The rest of the way in; {@code leave} gives back what was entered before. */
    @FunctionalInterface
    private interface Next {
        Admission enter(Runnable leave);
    }

    private Admission enterMailbox(Entering entering, AgentId agent, Next next) {
        return switch (mailboxes.enter(agent, entering.request().deadlineNanos())) {
            case QUEUE_FULL -> rejected(Admission.Reason.AGENT_AT_LIMIT);
            case DEADLINE_PASSED -> rejected(Admission.Reason.DEADLINE_PASSED);
            case ENTERED -> next.enter(() -> mailboxes.leave(agent));
        };
    }

    private Admission enterFunction(Entering entering, int concurrencyMax, Runnable leave) {
        Gate gate = gate(entering.request().function(), concurrencyMax);
        Next next = out -> enterProcess(entering, out);
        return enterGate(entering, gate, Admission.Reason.FUNCTION_AT_LIMIT, leave, next);
    }

    private Admission enterProcess(Entering entering, Runnable leave) {
        Next next = out -> admitted(entering, out);
        return enterGate(entering, process, Admission.Reason.PROCESS_AT_LIMIT, leave, next);
    }

    private Admission enterGate(Entering entering, Gate gate, Admission.Reason full, Runnable leave, Next next) {
        Gate.Entry entry = gate.enter(entering.request().deadlineNanos());
        if (entry != Gate.Entry.ENTERED) {
            leave.run();
        }
        return switch (entry) {
            case QUEUE_FULL -> rejected(full);
            case DEADLINE_PASSED -> rejected(Admission.Reason.DEADLINE_PASSED);
            case ENTERED ->
                next.enter(() -> {
                    gate.leave();
                    leave.run();
                });
        };
    }

    private Admission admitted(Entering entering, Runnable leave) {
        return new Admission.Admitted(new Activation(entering.request(), leave, entering.fromNanos(), ticker.nanos()));
    }

    /**
     * Gives an activation back, exactly once, whatever became of it. An agent's next message may begin from here on,
     * so the last one must be committed by now.
     *
     * @return what to do with the instance; after anything but {@link Outcome#OK} always {@code Terminate}, as memory
     *     after a trap or a broken limit is not to be trusted
     */
    public Disposition complete(Activation activation, Outcome outcome, Usage usage) {
        activation.giveBack();
        if (outcome != Outcome.OK || activation.agent().isEmpty()) {
            return new Disposition.Terminate();
        }
        Duration time = keepAlive.keepAlive(activation.agent().get());
        return time.isPositive() ? new Disposition.KeepWarm(time.toNanos()) : new Disposition.Suspend();
    }

    /** Takes no new work from here on. What runs or waits goes on. */
    public void stop() {
        stopping = true;
    }

    /** How many invocations run. */
    public int running() {
        return process.entered();
    }

    /** Whether somebody has this agent's turn or waits for it. */
    public boolean busy(AgentId agent) {
        return mailboxes.busy(agent);
    }

    /** How many agents are busy. */
    int busyAgents() {
        return mailboxes.size();
    }

    /** How many wait for an agent's turn. */
    int waiting(AgentId agent) {
        return mailboxes.waiting(agent);
    }

    /** How many wait for room in a function. */
    int waiting(FunctionName function) {
        FunctionGate found = functions.get(function);
        return found == null ? 0 : found.gate().waiting();
    }

    private Gate gate(FunctionName function, int concurrencyMax) {
        int capacity = concurrencyMax == 0
                ? settings.functionConcurrencyMax()
                : Math.min(concurrencyMax, settings.functionConcurrencyMax());
        FunctionGate found = functions.get(function);
        if (found != null && found.capacity() == capacity) {
            return found.gate();
        }
        return resized(function, capacity);
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
