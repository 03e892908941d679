package dev.dormouse.invoker.http;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.dormouse.invoker.Refused;
import dev.dormouse.invoker.agent.MoveFailed;
import dev.dormouse.scheduler.Outcome;
import dev.dormouse.snapshot.InvocationId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;

/**
 * A failure as RFC 9457 tells it.
 *
 * @param type which kind
 * @param detail rule, value, subject, next step
 * @param outcome how the invocation ended, if there was one
 * @param invocation which one, if there was one
 * @param retryAfter when trying again makes sense
 */
record Problem(
        ProblemType type,
        String detail,
        Optional<Outcome> outcome,
        Optional<InvocationId> invocation,
        Optional<Duration> retryAfter) {
    static final String MEDIA_TYPE = "application/problem+json";

    /** What is told of a fault of ours: nothing of how it came. */
    static final String INTERNAL_DETAIL =
            "The runtime failed to carry the request out; its log says more. Trying again may help.";

    private static final JsonFactory JSON = new JsonFactory();

    static Problem of(ProblemType type, String detail) {
        return new Problem(type, detail, Optional.empty(), Optional.empty(), Optional.empty());
    }

    static Problem of(Refused refused) {
        return new Problem(
                ProblemTable.ofRefused(refused.kind()),
                ProblemTable.message(refused),
                Optional.empty(),
                Optional.empty(),
                refused.retryAfter().or(() -> ProblemTable.retryAfter(refused.kind())));
    }

    static Problem of(MoveFailed failed) {
        return new Problem(
                ProblemTable.ofMove(failed),
                failed.detail(),
                Optional.of(failed.outcome()),
                Optional.empty(),
                failed.retryAfter());
    }

    /** Of an invocation for a function or an agent that cannot exist. */
    static Problem nobodyThere(String detail) {
        return new Problem(
                ProblemType.NOT_FOUND, detail, Optional.of(Outcome.NOT_FOUND), Optional.empty(), Optional.empty());
    }

    static Problem stopping() {
        return new Problem(
                ProblemType.STOPPING,
                "This process is stopping and takes no new work. Try again; another one may answer.",
                Optional.empty(),
                Optional.empty(),
                ProblemTable.retryAfter(ProblemType.STOPPING));
    }

    /** The body of the answer. */
    byte[] toJson() {
        var bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(bytes, JsonEncoding.UTF8)) {
            json.writeStartObject();
            json.writeStringField("type", type.uri());
            json.writeStringField("title", type.title());
            json.writeNumberField("status", type.status());
            json.writeStringField("detail", detail);
            if (outcome.isPresent()) {
                json.writeStringField("outcome", outcome.get().name());
            }
            if (invocation.isPresent()) {
                json.writeStringField("invocation", invocation.get().hex());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory does not fail.", e);
        }
        return bytes.toByteArray();
    }

    /** Whole seconds for {@code Retry-After}, at least one. */
    static long retrySeconds(Duration retryAfter) {
        return Math.max(1, retryAfter.plusMillis(999).toSeconds());
    }
}
