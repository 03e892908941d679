package dev.dormouse.invoker.execution;

import dev.dormouse.invoker.host.AnswerOpening;
import dev.dormouse.invoker.host.GuestAnswer;
import dev.dormouse.invoker.host.GuestRequest;
import dev.dormouse.invoker.host.Host;
import dev.dormouse.invoker.host.HostContext;
import dev.dormouse.invoker.host.LiveGuest;
import dev.dormouse.invoker.host.MoveAnswer;
import dev.dormouse.invoker.registry.Revision;
import dev.dormouse.invoker.wasm.Budget;
import dev.dormouse.invoker.wasm.Cancellation;
import dev.dormouse.invoker.wasm.GuestStop;
import dev.dormouse.invoker.wasm.Instance;
import dev.dormouse.invoker.wasm.MemoryBudget;
import dev.dormouse.invoker.wasm.MemoryReservation;
import dev.dormouse.scheduler.Usage;
import dev.dormouse.snapshot.GranuleTable;
import dev.dormouse.snapshot.InstanceImage;
import dev.dormouse.snapshot.InvocationId;
import dev.dormouse.snapshot.Ticker;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Brings instances up and lets them answer: what stateless invocations, messages and rehearsals have in common.
 * Thread-safe.
 */
public final class GuestCalls {
    private final Host host;
    private final GuestLogs logs;
    private final MemoryBudget memory;
    private final Ticker ticker;
    private final Cancellation cancellation;

    /**
     * @param host what guests may import
     * @param logs where their lines go
     * @param memory what all guests may take together
     * @param ticker the clock of deadlines
     * @param cancellation ends all calls
     */
    public GuestCalls(Host host, GuestLogs logs, MemoryBudget memory, Ticker ticker, Cancellation cancellation) {
        this.host = host;
        this.logs = logs;
        this.memory = memory;
        this.ticker = ticker;
        this.cancellation = cancellation;
    }

    /**
     * Builds an instance over an image.
     *
     * @param image taken from an instance of this revision
     * @throws GuestStop if the image does not fit into the revision's limits, or the runtime's memory is used up
     */
    public LiveInstance resume(LiveRevision live, InstanceImage image) {
        MemoryReservation reservation = memory.open();
        try {
            HostContext context = host.prepare(live.settings(), image.variables(), reservation);
            Instance instance = live.module().resume(image, context, live.limits(), reservation);
            return new LiveInstance(live, context, instance, reservation);
        } catch (RuntimeException e) {
            reservation.close();
            throw e;
        }
    }

    /**
     * What came of a call.
     *
     * @param answer the guest's, or why there is none
     * @param usage what it used
     * @param answerBegun whether a part of the answer went out, whatever came of the rest
     */
    public record Called(GuestAnswer answer, Usage usage, boolean answerBegun) {}

    /**
     * Lets a guest answer a request, within the fuel of its revision.
     *
     * @param opening used if it streams its answer
     * @param deadlineNanos ticker reading at which it is ended
     * @param caller ends it by leaving
     */
    public Called call(
            LiveInstance guest, GuestRequest request, AnswerOpening opening, long deadlineNanos, Caller caller) {
        Budget budget = new Budget(guest.live().revision().view().fuel(), deadlineNanos, ticker, cancellation);
        caller.waitsFor(budget);
        long from = ticker.nanos();
        guest.context().begin(request, opening, logs.of(request.revision(), request.invocation()), deadlineNanos);
        GuestAnswer answer =
                guest.live().program().invoke(new BudgetedGuest(guest.instance(), budget), guest.context());
        Usage usage = new Usage(budget.fuelUsed(), ticker.nanos() - from, dirtyBytes(guest));
        return new Called(answer, usage, guest.context().answerBegun());
    }

    /**
     * Lets a guest say what its agent is to go on with on another revision, within the fuel and time of one invocation of
     * its own.
     *
     * @param move an identity for its log
     */
    public MoveAnswer handOver(LiveInstance guest, InvocationId move) {
        return partOfMove(guest, new byte[0], move, guest.live().program()::handOver);
    }

    /**
     * Lets a guest take in what another revision handed over, within the fuel and time of one invocation of its own.
     *
     * @param variables that the agent brings along
     * @param state what was handed over; taken over
     * @param move an identity for its log
     */
    public MoveAnswer migrate(LiveInstance guest, Map<String, byte[]> variables, byte[] state, InvocationId move) {
        return partOfMove(guest, state, move, (live, context) -> {
            context.inherit(variables);
            return guest.live().program().migrate(live, context);
        });
    }

    /** What a guest does in a move. */
    @FunctionalInterface
    private interface PartOfMove {
        MoveAnswer play(LiveGuest guest, HostContext context);
    }

    private MoveAnswer partOfMove(LiveInstance guest, byte[] input, InvocationId move, PartOfMove part) {
        Revision revision = guest.live().revision();
        long deadline =
                ticker.nanos() + TimeUnit.MILLISECONDS.toNanos(revision.view().timeoutMillis());
        Budget budget = new Budget(revision.view().fuel(), deadline, ticker, cancellation);
        try {
            guest.context().beginMove(input, logs.of(revision.id(), move), deadline);
            return part.play(new BudgetedGuest(guest.instance(), budget), guest.context());
        } catch (GuestStop stop) {
            return new MoveAnswer.Stopped(stop.completion());
        }
    }

    private static long dirtyBytes(LiveInstance guest) {
        return (long) guest.instance().dirtyGranules() << GranuleTable.GRANULE_SHIFT;
    }
}
