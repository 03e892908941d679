package dev.dormouse.invoker.host;

import dev.dormouse.invoker.wasm.Completion;
import dev.dormouse.invoker.wasm.GuestStop;
import dev.dormouse.invoker.wasm.HostCall;
import dev.dormouse.invoker.wasm.MemoryReservation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What belongs to one call of a guest: of its entry, of its initialisation at deploy, of its part in a move, or of its
 * resume hook. Made when the call begins, dropped when it ends; what may be large is made when the guest first asks for it.
 */
final class GuestCall {
    static final int MAX_ERROR_BYTES = 4096;

    /** As much as the body of a message may have. */
    static final int MAX_HANDED_OVER_BYTES = 16 << 20;

    private final HostServices services;
    private final GuestStyle style;
    private final @Nullable Exchange exchange;
    private final MemoryReservation reservation;
    private final BoundedLog log;
    private final long deadlineNanos;
    private final ExtismMemory memory;
    private @Nullable StandardStreams streams;

    private GuestCall(
            HostServices services,
            GuestStyle style,
            MemoryReservation reservation,
            @Nullable Exchange exchange,
            BoundedLog log,
            long deadlineNanos) {
        this.services = services;
        this.style = style;
        this.reservation = reservation;
        this.exchange = exchange;
        this.log = log;
        this.deadlineNanos = deadlineNanos;
        this.memory = new ExtismMemory(services.limits(), reservation, exchange == null ? null : exchange.body());
    }

    static GuestCall ofEntry(
            HostServices services,
            GuestStyle style,
            MemoryReservation reservation,
            Exchange exchange,
            BoundedLog log,
            long deadlineNanos) {
        return new GuestCall(services, style, reservation, exchange, log, deadlineNanos);
    }

    /** A call that has an input and belongs to no request: of initialisation, or in a move. */
    static GuestCall ofInput(
            HostServices services,
            GuestStyle style,
            MemoryReservation reservation,
            byte[] input,
            BoundedLog log,
            long deadlineNanos) {
        GuestCall call = new GuestCall(services, style, reservation, null, log, deadlineNanos);
        call.memory.chooseInput(call.memory.blocks().adopt(input), Slice.of(input));
        return call;
    }

    /** A call before this one: it writes to the same log until the same deadline, and sees nothing of the request. */
    GuestCall ofResumeHook() {
        return new GuestCall(services, style, reservation, null, log, deadlineNanos);
    }

    /** The request and its answer; none outside of a request. */
    Optional<Exchange> exchange() {
        return Optional.ofNullable(exchange);
    }

    /** The answer to the request. Traps if there is no request. */
    Answer answer() {
        if (exchange == null) {
            throw GuestStop.trap(
                    "There is no request to answer while the guest is initialised, moves an agent, or is told that it was resumed.");
        }
        return exchange.answer();
    }

    BoundedLog log() {
        return log;
    }

    ExtismMemory memory() {
        return memory;
    }

    StandardStreams streams() {
        StandardStreams opened = streams;
        if (opened == null) {
            opened = style == GuestStyle.WASI && exchange != null
                    ? StandardStreams.ofCommand(exchange, services.limits(), log)
                    : StandardStreams.toLog(log);
            streams = opened;
        }
        return opened;
    }

    /** The arguments of a program: for a command that serves a request the name of its function, else none. */
    WasiStrings arguments() {
        if (style != GuestStyle.WASI || exchange == null) {
            return WasiStrings.EMPTY;
        }
        String function = exchange.request().revision().function().value();
        return WasiStrings.of(List.of(function.getBytes(StandardCharsets.UTF_8)));
    }

    WasiStrings environment(GuestSettings settings) {
        return style == GuestStyle.WASI && exchange != null ? exchange.environment(settings) : settings.environment();
    }

    /** Lets the guest wait until the ticker has come to {@code untilNanos}, or ends it at its deadline. */
    void waitUntil(long untilNanos, HostCall guest) {
        boolean inTime = untilNanos - deadlineNanos < 0;
        try {
            services.waiter().waitUntil(inTime ? untilNanos : deadlineNanos, guest::cancelled);
        } catch (InterruptedException e) {
            throw GuestStop.as(new Completion.Cancelled());
        }
        if (!inTime) {
            throw GuestStop.as(new Completion.PastDeadline());
        }
    }

    /** What comes of the call of an entry. */
    GuestAnswer end(Completion completion) {
        try {
            return answer(completion);
        } finally {
            memory.release();
        }
    }

    private GuestAnswer answer(Completion completion) {
        return switch (completion) {
            case Completion.Returned returned -> end((int) returned.value(), "return value");
            case Completion.Exited exited -> end(exited.code(), "exit code");
            case Completion.Stopped stopped -> stopped(stopped);
        };
    }

    /** What comes of a guest's part in a move. */
    MoveAnswer endMove(Completion completion) {
        return switch (completion) {
            case Completion.Returned returned -> endMove((int) returned.value(), "return value");
            case Completion.Exited exited -> endMove(exited.code(), "exit code");
            case Completion.Stopped stopped -> moveStopped(stopped);
        };
    }

    private MoveAnswer endMove(int code, String what) {
        try {
            flushLog();
            Slice output = memory.output();
            if (code != 0) {
                return new MoveAnswer.Failed(code, errorText(code, what));
            }
            return output.length() > MAX_HANDED_OVER_BYTES
                    ? new MoveAnswer.Stopped(handedOverTooMuch(output.length()))
                    : new MoveAnswer.Done(output.bytes());
        } catch (GuestStop stop) {
            return new MoveAnswer.Stopped(stop.completion());
        } finally {
            memory.release();
        }
    }

    private MoveAnswer moveStopped(Completion completion) {
        abandon();
        return new MoveAnswer.Stopped(completion);
    }

    private static Completion handedOverTooMuch(int bytes) {
        return new Completion.OutOfMemory(
                "An agent that moves takes along at most " + MAX_HANDED_OVER_BYTES + " bytes; this one was to take "
                        + bytes + ". Hand over less: what can be computed again need not go along.");
    }

    /** Ends a call that answers nothing. */
    void abandon() {
        try {
            flushLog();
        } catch (GuestStop logFull) {
            // There is a better reason than a full log why the call ends.
        } finally {
            memory.release();
        }
    }

    private GuestAnswer stopped(Completion completion) {
        abandon();
        return new GuestAnswer.Stopped(completion);
    }

    private GuestAnswer end(int code, String what) {
        try {
            flushLog();
            if (code != 0) {
                return new GuestAnswer.Failed(errorText(code, what));
            }
            return answer().end(streams == null ? memory.output() : streams.restOfAnswer(memory.output()));
        } catch (GuestStop stop) {
            return new GuestAnswer.Stopped(stop.completion());
        }
    }

    private void flushLog() {
        if (streams != null) {
            streams.flushLog();
        }
    }

    /** What the guest said about its failure. */
    String errorText(int code, String what) {
        Slice error = memory.error();
        if (error.isEmpty()) {
            return what + " " + code + ", without an error text";
        }
        return new Slice(error.array(), error.from(), Math.min(error.length(), MAX_ERROR_BYTES)).text();
    }
}
