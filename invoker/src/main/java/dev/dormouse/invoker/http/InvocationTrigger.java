package dev.dormouse.invoker.http;

import dev.dormouse.invoker.Refused;
import dev.dormouse.invoker.exchange.AnswerHead;
import dev.dormouse.invoker.execution.Caller;
import dev.dormouse.invoker.execution.Invocation;
import dev.dormouse.invoker.execution.InvocationFacts;
import dev.dormouse.invoker.execution.InvocationHandler;
import dev.dormouse.invoker.execution.InvocationResult;
import dev.dormouse.invoker.execution.InvocationResult.Declined;
import dev.dormouse.invoker.execution.InvocationResult.Failed;
import dev.dormouse.invoker.execution.InvocationResult.Streamed;
import dev.dormouse.invoker.execution.InvocationResult.Whole;
import dev.dormouse.invoker.http.wire.Peer;
import dev.dormouse.scheduler.Outcome;
import dev.dormouse.snapshot.InvocationId;
import dev.dormouse.snapshot.Ticker;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** {@code /fn/...} and {@code /agents/...}: makes of a request an invocation, and of its result an answer. */
final class InvocationTrigger {
    private static final HeaderName TIMEOUT = HeaderNames.create("Dormouse-Timeout-Millis");

    private final InvocationHandler handler;
    private final HttpSettings settings;
    private final Ticker ticker;
    private final RandomGenerator random;
    private final AnswerHeaders answerHeaders;
    private final RequestHeads heads;

    InvocationTrigger(InvocationHandler handler, HttpSettings settings, Ticker ticker, RandomGenerator random) {
        this.handler = handler;
        this.settings = settings;
        this.ticker = ticker;
        this.random = random;
        this.answerHeaders = new AnswerHeaders(settings.timingDetail());
        this.heads = new RequestHeads(settings.wire());
    }

    /**
     * @param path that of the request
     * @param reader finds out of it whom the request is for
     * @param refusal why the request may not go on, whatever it is
     */
    void handle(
            ServerRequest request,
            ServerResponse response,
            Peer peer,
            String path,
            Address.Reader reader,
            Optional<Problem> refusal)
            throws IOException {
        long arrived = ticker.nanos();
        InvocationId id = InvocationId.draw(random);
        RequestBody body = RequestBody.of(request, peer, settings.maxBodyBytes());
        Parsed parsed =
                refusal.isPresent() ? new Unfit(refusal.get()) : parse(request, peer, path, reader, id, body, arrived);
        switch (parsed) {
            case Unfit unfit -> fail(request, response, body, withId(unfit.problem(), id));
            case Ready ready -> run(request, response, peer, ready.invocation(), body);
        }
        body.finish(settings.maxDrainBytes());
    }

    private sealed interface Parsed {}

    private record Ready(Invocation invocation) implements Parsed {}

    private record Unfit(Problem problem) implements Parsed {}

    private Parsed parse(
            ServerRequest request,
            Peer peer,
            String path,
            Address.Reader reader,
            InvocationId id,
            RequestBody body,
            long arrived) {
        Optional<Problem> unfit = body.failure().or(() -> peer.isHttp2() ? heads.check(request) : Optional.empty());
        if (unfit.isPresent()) {
            return new Unfit(unfit.get());
        }
        long timeout = timeoutNanos(request);
        if (timeout <= 0) {
            return new Unfit(Problem.of(
                    ProblemType.BAD_INPUT,
                    "The header Dormouse-Timeout-Millis is a whole number from 1; this one is not. Leave it out for the"
                            + " function's own limit."));
        }
        return switch (reader.read(request, path)) {
            case Address.Illegible illegible -> new Unfit(illegible.problem());
            case Address.Legible to ->
                new Ready(new Invocation(
                        id,
                        to.function(),
                        to.selector(),
                        to.message(),
                        heads.of(request, peer, path, to.rest()),
                        body,
                        arrived,
                        timeout,
                        new Caller()));
        };
    }

    /** {@link Long#MAX_VALUE} if the caller leaves it to the revision, 0 if what it says is not a timeout. */
    private static long timeoutNanos(ServerRequest request) {
        if (!request.headers().contains(TIMEOUT)) {
            return Long.MAX_VALUE;
        }
        try {
            return TimeUnit.MILLISECONDS.toNanos(
                    Long.parseLong(request.headers().get(TIMEOUT).get()));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private void run(ServerRequest request, ServerResponse response, Peer peer, Invocation invocation, RequestBody body)
            throws IOException {
        var sink = new StreamedAnswer(request, response, invocation.id(), answerHeaders);
        try (InvocationResult result = invoke(request, peer, invocation, sink)) {
            if (invocation.caller().isGone()) {
                body.leave();
                throw new CloseConnectionException("The caller went away.");
            }
            send(request, response, invocation, body, sink, result);
        }
    }

    /**
     * Runs it, until its caller goes away. A message is run to its end: what it changes is worth keeping, and its sender
     * may come back for the answer, under its key.
     */
    private InvocationResult invoke(ServerRequest request, Peer peer, Invocation invocation, StreamedAnswer sink) {
        if (invocation.message().isPresent()) {
            return handler.invoke(invocation, sink);
        }
        peer.waits(request, invocation.caller()::leave);
        try {
            return handler.invoke(invocation, sink);
        } finally {
            peer.waitsNoMore(request);
        }
    }

    private void send(
            ServerRequest request,
            ServerResponse response,
            Invocation invocation,
            RequestBody body,
            StreamedAnswer sink,
            InvocationResult result)
            throws IOException {
        switch (result.answer()) {
            case Streamed streamed ->
                finish(sink, streamed.complete() && body.failure().isEmpty());
            case Whole whole -> {
                if (body.failure().isPresent()) {
                    failed(
                            request,
                            response,
                            invocation.id(),
                            result.facts(),
                            body,
                            body.failure().get());
                } else {
                    whole(request, response, invocation.id(), result.facts(), body, whole);
                }
            }
            case Declined declined ->
                failed(request, response, invocation.id(), result.facts(), body, problem(declined.refusal()));
            case Failed failed -> {
                Problem problem = body.failure().orElseGet(() -> problem(result.outcome(), failed));
                failed(request, response, invocation.id(), result.facts(), body, problem);
            }
        }
    }

    private static void finish(StreamedAnswer sink, boolean complete) throws IOException {
        if (!complete || !sink.begun()) {
            throw new CloseConnectionException("The answer broke off after its head was sent.");
        }
        sink.complete();
    }

    private void whole(
            ServerRequest request,
            ServerResponse response,
            InvocationId id,
            InvocationFacts facts,
            RequestBody body,
            Whole whole) {
        AnswerHead head = whole.head();
        if (!answerHeaders.writeGuest(response.headers(), head)) {
            response.headers().clear();
            failed(
                    request,
                    response,
                    id,
                    facts,
                    body,
                    new Problem(
                            ProblemType.TRAP,
                            "A header of an answer has a name of token characters and a value of visible ASCII; one that the"
                                    + " function set has not.",
                            Optional.of(Outcome.TRAP),
                            Optional.of(id),
                            Optional.empty()));
            return;
        }
        answerHeaders.writeFacts(response.headers(), id, facts);
        body.announceEnd(response, settings.maxDrainBytes());
        Replies.send(request, response, head.status(), whole.body());
    }

    private void failed(
            ServerRequest request,
            ServerResponse response,
            InvocationId id,
            InvocationFacts facts,
            RequestBody body,
            Problem problem) {
        answerHeaders.writeFacts(response.headers(), id, facts);
        fail(request, response, body, withId(problem, id));
    }

    private void fail(ServerRequest request, ServerResponse response, RequestBody body, Problem problem) {
        body.announceEnd(response, settings.maxDrainBytes());
        Replies.send(request, response, problem);
    }

    private static Problem problem(Outcome outcome, Failed failed) {
        ProblemType type = ProblemTable.ofFailure(outcome, failed);
        return new Problem(
                type,
                failed.detail(),
                Optional.of(outcome),
                Optional.empty(),
                failed.retryAfter().or(() -> ProblemTable.retryAfter(type)));
    }

    private static Problem problem(Refused refusal) {
        return new Problem(
                ProblemTable.ofRefused(refusal.kind()),
                ProblemTable.message(refusal),
                Optional.of(Outcome.REJECTED),
                Optional.empty(),
                refusal.retryAfter().or(() -> ProblemTable.retryAfter(refusal.kind())));
    }

    private static Problem withId(Problem problem, InvocationId id) {
        return new Problem(problem.type(), problem.detail(), problem.outcome(), Optional.of(id), problem.retryAfter());
    }
}
