package dev.dormouse.invoker.host;

import dev.dormouse.invoker.exchange.AnswerHead;
import dev.dormouse.invoker.exchange.Header;
import dev.dormouse.invoker.wasm.Completion;
import dev.dormouse.invoker.wasm.GuestStop;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The answer of one invocation as it comes about: first a head, then either chunks that go out at once, or all of the
 * body at the end.
 */
final class Answer {
    private static final AnswerHead PLAIN = new AnswerHead(200, List.of());

    private final AnswerOpening opening;
    private final HostLimits limits;
    private final String accepted;
    private AnswerHead head = PLAIN;
    private @Nullable OutputStream body;
    private @Nullable Exception failure;
    private long sent;

    /** @param accepted the request's {@code Accept}; empty if it has none */
    Answer(AnswerOpening opening, HostLimits limits, String accepted) {
        this.opening = opening;
        this.limits = limits;
        this.accepted = accepted;
    }

    /** Sets the head; false if it went out already. */
    boolean head(AnswerHead chosen) {
        if (begun()) {
            return false;
        }
        head = chosen;
        return true;
    }

    /** Whether the head went out. */
    boolean begun() {
        return body != null;
    }

    /** Sends a chunk, and the head before the first; an empty chunk sends the head alone. */
    void send(Slice chunk) {
        charge(chunk.length());
        try {
            OutputStream out = body;
            if (out == null) {
                out = opening.open(complete(chunk));
                body = out;
            }
            if (!chunk.isEmpty()) {
                out.write(chunk.array(), chunk.from(), chunk.length());
            }
        } catch (GuestStop e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            failure = e;
            throw GuestStop.as(new Completion.Cancelled());
        }
    }

    /** What went wrong with the trigger's stream. */
    Optional<Exception> failure() {
        return Optional.ofNullable(failure);
    }

    /** Ends the answer with what is left of its body. */
    GuestAnswer end(Slice rest) {
        if (begun()) {
            send(rest);
            return new GuestAnswer.Streamed();
        }
        charge(rest.length());
        return new GuestAnswer.Whole(complete(rest), rest.bytes());
    }

    private void charge(int length) {
        if (length > limits.maxAnswerBytes() - sent) {
            throw limits.answerFull();
        }
        sent += length;
    }

    /** The head with a content type, where the guest gave none and there is content to tell it from. */
    private AnswerHead complete(Slice content) {
        if (content.isEmpty() || hasContentType()) {
            return head;
        }
        List<Header> headers = new ArrayList<>(head.headers().size() + 1);
        headers.addAll(head.headers());
        headers.add(new Header("content-type", ContentType.of(accepted, content)));
        return new AnswerHead(head.status(), headers);
    }

    private boolean hasContentType() {
        for (Header header : head.headers()) {
            if (header.name().equals("content-type")) {
                return true;
            }
        }
        return false;
    }
}
