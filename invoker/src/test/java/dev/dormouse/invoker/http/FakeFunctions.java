package dev.dormouse.invoker.http;

import dev.dormouse.invoker.exchange.AnswerHead;
import dev.dormouse.invoker.exchange.Header;
import dev.dormouse.invoker.execution.AnswerSink;
import dev.dormouse.invoker.execution.Invocation;
import dev.dormouse.invoker.execution.InvocationFacts;
import dev.dormouse.invoker.execution.InvocationFacts.StartKind;
import dev.dormouse.invoker.execution.InvocationHandler;
import dev.dormouse.invoker.execution.InvocationResult;
import dev.dormouse.invoker.execution.InvocationResult.Answer;
import dev.dormouse.invoker.execution.InvocationResult.Failed;
import dev.dormouse.invoker.execution.InvocationResult.Streamed;
import dev.dormouse.invoker.execution.InvocationResult.Whole;
import dev.dormouse.scheduler.Outcome;
import dev.dormouse.snapshot.RevisionId;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/** Functions by name, written in Java. Thread-safe. */
final class FakeFunctions implements InvocationHandler {
    static final InvocationFacts NO_FACTS =
            new InvocationFacts(Optional.empty(), Optional.empty(), 0, -1, -1, "", -1, -1, -1, -1, -1);

    private final Map<String, InvocationHandler> functions = new ConcurrentHashMap<>();
    private final LinkedBlockingQueue<Invocation> seen = new LinkedBlockingQueue<>();

    FakeFunctions() {
        with("echo", FakeFunctions::echo);
        with("echo-stream", FakeFunctions::echoStream);
        with("ignore", (invocation, sink) -> ok(invocation, "ignored"));
        with("length", FakeFunctions::length);
    }

    FakeFunctions with(String name, InvocationHandler function) {
        functions.put(name, function);
        return this;
    }

    /** Invocations so far, oldest first; each is taken once. */
    LinkedBlockingQueue<Invocation> seen() {
        return seen;
    }

    @Override
    public InvocationResult invoke(Invocation invocation, AnswerSink sink) {
        seen.add(invocation);
        InvocationHandler function = functions.get(invocation.function().value());
        if (function == null) {
            return failed(Outcome.NOT_FOUND, "There is no function '" + invocation.function() + "'.");
        }
        return function.invoke(invocation, sink);
    }

    static InvocationResult failed(Outcome outcome, String detail) {
        return new InvocationResult(outcome, new Failed(detail, Optional.empty()), NO_FACTS);
    }

    static InvocationResult ok(Invocation invocation, String body, Header... headers) {
        return ok(invocation, 200, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    static InvocationResult ok(Invocation invocation, int status, byte[] body, Header... headers) {
        Answer answer = new Whole(new AnswerHead(status, List.of(headers)), body);
        return new InvocationResult(Outcome.OK, answer, facts(invocation));
    }

    static InvocationFacts facts(Invocation invocation) {
        return new InvocationFacts(
                Optional.of(new RevisionId(invocation.function(), 3)),
                Optional.of(StartKind.RESUME),
                1234,
                12_345,
                -1,
                "",
                4_800,
                1_500_000,
                -1,
                -1,
                2_000_999);
    }

    private static InvocationResult echo(Invocation invocation, AnswerSink sink) {
        try {
            return ok(invocation, 200, invocation.body().readAllBytes());
        } catch (IOException e) {
            return failed(Outcome.GUEST_ERROR, "The body broke: " + e.getMessage());
        }
    }

    private static InvocationResult length(Invocation invocation, AnswerSink sink) {
        try {
            return ok(invocation, Long.toString(invocation.body().transferTo(OutputStream.nullOutputStream())));
        } catch (IOException e) {
            return failed(Outcome.GUEST_ERROR, "The body broke: " + e.getMessage());
        }
    }

    private static InvocationResult echoStream(Invocation invocation, AnswerSink sink) {
        OutputStream out = sink.begin(new AnswerHead(200, List.of()), facts(invocation));
        boolean complete = true;
        try {
            invocation.body().transferTo(out);
        } catch (IOException e) {
            complete = false;
        }
        return new InvocationResult(Outcome.OK, new Streamed(complete), facts(invocation));
    }
}
