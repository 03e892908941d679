package dev.dormouse.invoker.host;

import dev.dormouse.invoker.Refused;
import dev.dormouse.invoker.wasm.Completion;
import dev.dormouse.invoker.wasm.GuestStop;
import dev.dormouse.invoker.wasm.MemoryReservation;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The host's side of one instance: what {@code HostCall.context()} gives to the host functions. Made by
 * {@link Host#prepare} for each resume; costs next to nothing until the guest asks for something.
 *
 * <p>Life: {@link #beginInitialisation} and {@link #endInitialisation} at most once, at deploy; then {@link #begin} and
 * {@link #finish} in turn, once an invocation, or {@link #beginMove} and {@link #finishMove}. Between calls it holds nothing
 * but the variables.
 *
 * <p>Confined to the thread of the invocation.
 */
public final class HostContext {
    private static final int GENERATION_BYTES = 16;

    private final HostServices services;
    private final GuestSettings settings;
    private final Variables variables;
    private final MemoryReservation reservation;
    private boolean drewRandom;
    private boolean readClock;
    private boolean told;
    private boolean answerBegun;
    private Optional<Exception> streamFailure = Optional.empty();
    private @Nullable GuestCall call;

    HostContext(
            HostServices services,
            GuestSettings settings,
            Map<String, byte[]> variables,
            MemoryReservation reservation) {
        this.services = services;
        this.settings = settings;
        this.variables = new Variables(services.limits(), variables, reservation);
        this.reservation = reservation;
    }

    /**
     * An invocation begins.
     *
     * @param request what the guest may know of it
     * @param opening used if the guest streams its answer
     * @param log where its lines go
     * @param deadlineNanos ticker reading at which waits in the host end
     */
    public void begin(GuestRequest request, AnswerOpening opening, GuestLog log, long deadlineNanos) {
        HostLimits limits = services.limits();
        Exchange exchange = new Exchange(request, opening, limits);
        call = GuestCall.ofEntry(
                services, settings.style(), reservation, exchange, new BoundedLog(log, limits), deadlineNanos);
    }

    /**
     * The guest's initialisation begins.
     *
     * @param input what the guest finds as its input; taken over
     * @param log where its lines go
     * @param deadlineNanos ticker reading at which waits in the host end
     * @throws Refused {@code TOO_LARGE} if the input is longer than what a call's host blocks may take
     * @throws GuestStop if there is no room for it in the reservation
     */
    public void beginInitialisation(byte[] input, GuestLog log, long deadlineNanos) {
        int most = services.limits().maxBlockBytes() - Blocks.OVERHEAD_BYTES;
        if (input.length > most) {
            throw new Refused(
                    Refused.Kind.TOO_LARGE,
                    "What a guest is initialised with has at most " + most + " bytes; this has " + input.length + ".");
        }
        call = GuestCall.ofInput(
                services, settings.style(), reservation, input, new BoundedLog(log, services.limits()), deadlineNanos);
    }

    /**
     * The invocation ends. What the host held for it is given back to the instance's reservation; who keeps a whole
     * answer splits its bytes off.
     *
     * @param completion how the guest's entry did
     * @return what came of it
     */
    public GuestAnswer finish(Completion completion) {
        GuestCall ending = call();
        GuestAnswer result = ending.end(completion);
        answerBegun =
                ending.exchange().map(Exchange::answer).filter(Answer::begun).isPresent();
        streamFailure = ending.exchange().flatMap(Exchange::streamFailure);
        call = null;
        return result;
    }

    /**
     * The guest's part in the move of an agent begins. There is no request and nothing to answer.
     *
     * @param input what was handed over; taken over
     * @param log where its lines go
     * @param deadlineNanos ticker reading at which waits in the host end
     * @throws GuestStop if the input does not fit into a call's host blocks, or there is no room for it in the reservation
     */
    public void beginMove(byte[] input, GuestLog log, long deadlineNanos) {
        call = GuestCall.ofInput(
                services, settings.style(), reservation, input, new BoundedLog(log, services.limits()), deadlineNanos);
    }

    /** The guest's part in a move ends as {@code completion} says. */
    MoveAnswer finishMove(Completion completion) {
        GuestCall ending = call();
        call = null;
        return ending.endMove(completion);
    }

    /** A move ends in which the guest has no part. */
    MoveAnswer endMoveWithoutGuest() {
        call().abandon();
        call = null;
        return new MoveAnswer.Absent();
    }

    /**
     * Sets the variables that an agent brings along from another revision. Those that only this revision's initialisation
     * has set stay.
     *
     * @throws GuestStop if they are too large together
     */
    public void inherit(Map<String, byte[]> brought) {
        brought.forEach(variables::set);
    }

    /** What the guest said about the failure of one of its functions that gave {@code code}. */
    String errorText(int code) {
        return call().errorText(code, "return value");
    }

    /** The initialisation ends: everything that the guest left with the host is dropped, but for variables. */
    public void endInitialisation() {
        call().abandon();
        call = null;
    }

    /** Whether a part of the answer of the invocation that ended last went out. */
    public boolean answerBegun() {
        return answerBegun;
    }

    /**
     * What the trigger's streams threw in the invocation that ended last, if one failed: then the guest's call ended as
     * {@link Completion.Cancelled}, and only the trigger knows whether the caller went away or broke a rule.
     */
    public Optional<Exception> streamFailure() {
        return streamFailure;
    }

    /** The variables as they are now, for an image. */
    public Map<String, byte[]> variables() {
        return variables.snapshot();
    }

    /** What the guest has taken in since it was resumed that must not be the same in two lives. */
    public Set<Taint> taints() {
        EnumSet<Taint> taints = EnumSet.noneOf(Taint.class);
        if (drewRandom) {
            taints.add(Taint.RANDOM);
        }
        if (readClock) {
            taints.add(Taint.CLOCK);
        }
        return taints;
    }

    /**
     * Lets a guest know that it was resumed, unless it was told in an earlier invocation of this instance. It sees nothing
     * of the request yet.
     *
     * @param hook calls it with the offset of a block with an id that no other resume gets
     * @return how that ended
     */
    Completion tellOfResume(LongFunction<Completion> hook) {
        if (told) {
            return new Completion.Returned(0);
        }
        told = true;
        GuestCall entry = call();
        GuestCall aside = entry.ofResumeHook();
        call = aside;
        try {
            return hook.apply(aside.memory().blocks().adopt(services.randomBytes(GENERATION_BYTES)));
        } finally {
            aside.abandon();
            call = entry;
        }
    }

    GuestCall call() {
        GuestCall current = call;
        if (current == null) {
            throw new IllegalStateException("No call of the guest has begun.");
        }
        return current;
    }

    HostServices services() {
        return services;
    }

    GuestSettings settings() {
        return settings;
    }

    Variables guestVariables() {
        return variables;
    }

    void taint(Taint taint) {
        switch (taint) {
            case RANDOM -> drewRandom = true;
            case CLOCK -> readClock = true;
        }
    }
}
