package dev.dormouse.invoker.host;

import dev.dormouse.invoker.exchange.Header;
import dev.dormouse.invoker.wasm.Completion;
import dev.dormouse.invoker.wasm.GuestStop;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What belongs to one call of a guest: one invocation, or its initialisation at deploy. Made when the call begins,
 * dropped when it ends; whatever it holds is made when the guest first asks for it.
 */
final class GuestCall {
    static final int MAX_ERROR_BYTES = 4096;

    private final HostServices services;
    private final Optional<GuestRequest> request;
    private final RequestBody body;
    private final Answer answer;
    private final BoundedLog log;
    private final long deadlineNanos;
    private final Blocks blocks;
    private @Nullable StandardStreams streams;
    private @Nullable WasiStrings cgiEnvironment;
    private boolean inputChosen;
    private long inputOffset;
    private Slice input = Slice.EMPTY;
    private Slice output = Slice.EMPTY;
    private long errorOffset;
    private Slice error = Slice.EMPTY;

    private GuestCall(
            HostServices services,
            Optional<GuestRequest> request,
            RequestBody body,
            Answer answer,
            GuestLog log,
            long deadlineNanos) {
        this.services = services;
        this.request = request;
        this.body = body;
        this.answer = answer;
        this.log = new BoundedLog(log, services.limits());
        this.deadlineNanos = deadlineNanos;
        this.blocks = new Blocks(services.limits());
    }

    static GuestCall invocation(
            HostServices services, GuestRequest request, AnswerOpening opening, GuestLog log, long deadlineNanos) {
        Answer answer = new Answer(opening, services.limits(), header(request, "accept"));
        return new GuestCall(
                services, Optional.of(request), new RequestBody(request.body()), answer, log, deadlineNanos);
    }

    static GuestCall initialisation(HostServices services, byte[] input, GuestLog log, long deadlineNanos) {
        AnswerOpening nowhere = head -> {
            throw GuestStop.trap("There is no request to answer while the guest is initialised.");
        };
        GuestCall call = new GuestCall(
                services,
                Optional.empty(),
                new RequestBody(InputStream.nullInputStream()),
                new Answer(nowhere, services.limits(), ""),
                log,
                deadlineNanos);
        call.chooseInput(call.blocks.adopt(input), Slice.of(input));
        return call;
    }

    /** The request; none while the guest is initialised. */
    Optional<GuestRequest> request() {
        return request;
    }

    RequestBody body() {
        return body;
    }

    /** The answer to the request. Traps if there is no request. */
    Answer answer() {
        if (request.isEmpty()) {
            throw GuestStop.trap("There is no request to answer while the guest is initialised.");
        }
        return answer;
    }

    boolean answerBegun() {
        return answer.begun();
    }

    BoundedLog log() {
        return log;
    }

    Blocks blocks() {
        return blocks;
    }

    StandardStreams streams(GuestStyle style) {
        StandardStreams opened = streams;
        if (opened == null) {
            opened = StandardStreams.of(this, services.limits(), style);
            streams = opened;
        }
        return opened;
    }

    WasiStrings arguments(GuestSettings settings) {
        if (settings.style() != GuestStyle.WASI) {
            return WasiStrings.EMPTY;
        }
        return request.map(known -> known.revision().function().value().getBytes(StandardCharsets.UTF_8))
                .map(name -> WasiStrings.of(List.of(name)))
                .orElse(WasiStrings.EMPTY);
    }

    WasiStrings environment(GuestSettings settings) {
        if (settings.style() != GuestStyle.WASI || request.isEmpty()) {
            return settings.environment();
        }
        WasiStrings known = cgiEnvironment;
        if (known == null) {
            known = CgiEnvironment.of(request.get(), settings.env());
            cgiEnvironment = known;
        }
        return known;
    }

    /** The guest's input: the request body, read whole when it is first asked for, unless the guest chose another. */
    Slice input() {
        if (!inputChosen) {
            byte[] whole =
                    body.whole(contentLength(), blocks.room(), services.limits().blocksFull());
            chooseInput(blocks.adopt(whole), Slice.of(whole));
        }
        return input;
    }

    /** Offset of the block that {@link #input()} lies in. */
    long inputOffset() {
        input();
        return inputOffset;
    }

    void chooseInput(long offset, Slice chosen) {
        inputChosen = true;
        inputOffset = offset;
        input = chosen;
    }

    void chooseOutput(Slice chosen) {
        output = chosen;
    }

    long errorOffset() {
        return errorOffset;
    }

    /** The text remains as it is when its block is freed. */
    void chooseError(long offset, Slice text) {
        errorOffset = offset;
        error = text;
    }

    /** Ends all blocks; input, output and error are empty afterwards. */
    void reset() {
        blocks.clear();
        chooseInput(0, Slice.EMPTY);
        chooseOutput(Slice.EMPTY);
        chooseError(0, Slice.EMPTY);
    }

    /** Lets the guest wait until the ticker has come to {@code untilNanos}, or ends it at its deadline. */
    void waitUntil(long untilNanos) {
        boolean inTime = untilNanos - deadlineNanos < 0;
        try {
            services.waiter().waitUntil(inTime ? untilNanos : deadlineNanos);
        } catch (InterruptedException e) {
            throw GuestStop.as(new Completion.Cancelled());
        }
        if (!inTime) {
            throw GuestStop.as(new Completion.PastDeadline());
        }
    }

    /** Ends the guest if its deadline has passed: for host functions that take as long as the guest likes. */
    void checkDeadline() {
        if (services.ticker().nanos() - deadlineNanos >= 0) {
            throw GuestStop.as(new Completion.PastDeadline());
        }
    }

    /** What comes of an invocation. */
    GuestAnswer end(Completion completion) {
        return switch (completion) {
            case Completion.Returned returned -> end((int) returned.value(), "return value");
            case Completion.Exited exited -> end(exited.code(), "exit code");
            case Completion.Trapped stopped -> stopped(stopped);
            case Completion.OutOfFuel stopped -> stopped(stopped);
            case Completion.PastDeadline stopped -> stopped(stopped);
            case Completion.OutOfMemory stopped -> stopped(stopped);
            case Completion.Cancelled stopped -> stopped(stopped);
        };
    }

    private GuestAnswer stopped(Completion completion) {
        try {
            flushLog();
        } catch (GuestStop logFull) {
            // The reason why the guest was stopped is the one to tell.
        }
        return new GuestAnswer.Stopped(completion);
    }

    private GuestAnswer end(int code, String what) {
        try {
            flushLog();
            if (code != 0) {
                return new GuestAnswer.Failed(errorText(code, what));
            }
            return answer.end(streams == null ? output : streams.restOfAnswer(output));
        } catch (GuestStop stop) {
            return new GuestAnswer.Stopped(stop.completion());
        }
    }

    /** Writes what the guest's standard streams hold of a line that never ended. */
    void flushLog() {
        if (streams != null) {
            streams.flushLog();
        }
    }

    /** What the guest said about its failure. */
    String errorText(int code, String what) {
        if (error.isEmpty()) {
            return "The guest failed with " + what + " " + code + " and gave no error text.";
        }
        int length = Math.min(error.length(), MAX_ERROR_BYTES);
        return new Slice(error.array(), error.from(), length).text();
    }

    private long contentLength() {
        return request.map(known -> header(known, "content-length"))
                .filter(text ->
                        !text.isEmpty() && text.length() < 19 && text.chars().allMatch(c -> c >= '0' && c <= '9'))
                .map(Long::parseLong)
                .orElse(-1L);
    }

    private static String header(GuestRequest request, String name) {
        for (Header header : request.head().headers()) {
            if (header.name().equals(name)) {
                return header.value();
            }
        }
        return "";
    }
}
