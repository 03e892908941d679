package dev.dormouse.invoker.host;

import dev.dormouse.invoker.Refused;
import dev.dormouse.invoker.wasm.Completion;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The host's side of one instance: what {@code HostCall.context()} gives to the host functions. Made by
 * {@link Host#prepare} for each resume; costs next to nothing until the guest asks for something.
 *
 * <p>Life: {@link #beginInitialisation} and {@link #endInitialisation} at most once, at deploy; then {@link #begin} and
 * {@link #finish} in turn, once an invocation. Between calls it holds nothing but the variables.
 *
 * <p>Confined to the thread of the invocation.
 */
public final class HostContext {
    private static final int GENERATION_BYTES = 16;

    private final HostServices services;
    private final GuestSettings settings;
    private final Variables variables;
    private final Set<Taint> taints = EnumSet.noneOf(Taint.class);
    private boolean told;
    private @Nullable GuestCall call;

    HostContext(HostServices services, GuestSettings settings, Map<String, byte[]> variables) {
        this.services = services;
        this.settings = settings;
        this.variables = new Variables(services.limits(), variables);
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
        call = GuestCall.invocation(services, request, opening, log, deadlineNanos);
    }

    /**
     * The guest's initialisation begins.
     *
     * @param input what the guest finds as its input; taken over
     * @param log where its lines go
     * @param deadlineNanos ticker reading at which waits in the host end
     * @throws Refused {@code TOO_LARGE} if the input is longer than what a call's host blocks may take
     */
    public void beginInitialisation(byte[] input, GuestLog log, long deadlineNanos) {
        int most = services.limits().maxBlockBytes() - Blocks.OVERHEAD_BYTES;
        if (input.length > most) {
            throw new Refused(
                    Refused.Kind.TOO_LARGE,
                    "What a guest is initialised with has at most " + most + " bytes; this has " + input.length + ".");
        }
        call = GuestCall.initialisation(services, input, log, deadlineNanos);
    }

    /**
     * The invocation ends.
     *
     * @param completion how the guest's entry did
     * @return what came of it
     */
    public GuestAnswer finish(Completion completion) {
        return call().end(completion);
    }

    /** What the guest said about the failure of one of its functions that gave {@code code}. */
    String errorText(int code) {
        return call().errorText(code, "return value");
    }

    /** The initialisation ends: everything that the guest left with the host is dropped, but for variables. */
    public void endInitialisation() {
        call().flushLog();
        call = null;
    }

    /** Whether a part of the answer of the last invocation went out. */
    public boolean answerBegun() {
        return call().answerBegun();
    }

    /**
     * What was wrong with the request's body, if reading it failed: then the guest's call ended as
     * {@link Completion.Cancelled}, and what the body's stream threw says what to answer.
     */
    public Optional<Exception> requestFailure() {
        return call().body().failure();
    }

    /** The variables as they are now, for an image. */
    public Map<String, byte[]> variables() {
        return variables.snapshot();
    }

    /** What the guest has taken in since it was resumed that must not be the same in two lives. */
    public Set<Taint> taints() {
        return Set.copyOf(taints);
    }

    /**
     * A block with an id that no other resume gets, for {@code on_resume}; none if the guest was told in an earlier
     * invocation of this instance.
     */
    Optional<Long> generation() {
        if (told) {
            return Optional.empty();
        }
        told = true;
        return Optional.of(call().blocks().adopt(services.randomBytes(GENERATION_BYTES)));
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

    StandardStreams streams() {
        return call().streams(settings.style());
    }

    void taint(Taint taint) {
        taints.add(taint);
    }

    /** Arguments of the program: for a command that serves a request the name of the function, else none. */
    WasiStrings arguments() {
        return call().arguments(settings);
    }

    /** Environment of the program. */
    WasiStrings environment() {
        return call().environment(settings);
    }
}
