package dev.dormouse.invoker.http;

import dev.dormouse.invoker.exchange.AnswerHead;
import dev.dormouse.invoker.execution.AnswerSink;
import dev.dormouse.invoker.execution.InvocationFacts;
import dev.dormouse.snapshot.InvocationId;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** An answer that leaves while its guest runs. Used by the request's thread only. */
final class StreamedAnswer implements AnswerSink {
    private final ServerRequest request;
    private final ServerResponse response;
    private final InvocationId invocation;
    private final AnswerHeaders headers;

    private @Nullable OutputStream out;
    private long swallowedBytes;
    private boolean swallows;

    StreamedAnswer(ServerRequest request, ServerResponse response, InvocationId invocation, AnswerHeaders headers) {
        this.request = request;
        this.response = response;
        this.invocation = invocation;
        this.headers = headers;
    }

    @Override
    public OutputStream begin(AnswerHead head, InvocationFacts soFar) {
        if (out != null) {
            throw new IllegalStateException("An answer begins once.");
        }
        if (!headers.writeGuest(response.headers(), head)) {
            throw new IllegalArgumentException("A header of the answer cannot be sent.");
        }
        headers.writeFacts(response.headers(), invocation, soFar);
        response.status(Status.create(head.status()));
        swallows =
                Replies.bodyless(head.status()) || request.prologue().method().equals(Method.HEAD);
        out = swallows ? OutputStream.nullOutputStream() : response.outputStream();
        return new Body(out);
    }

    boolean begun() {
        return out != null;
    }

    /** Ends an answer that is whole. */
    void complete() throws IOException {
        if (swallows) {
            if (!Replies.bodyless(response.status().code())) {
                response.header(HeaderValues.create(HeaderNames.CONTENT_LENGTH, swallowedBytes));
            }
            response.send(new byte[0]);
        } else if (out != null) {
            out.close();
            Replies.commit(response);
        }
    }

    /** Sends each write on at once. */
    private final class Body extends OutputStream {
        private final OutputStream sent;

        Body(OutputStream sent) {
            this.sent = sent;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (length == 0) {
                return;
            }
            try {
                sent.write(bytes, offset, length);
                sent.flush();
            } catch (RuntimeException e) {
                throw new IOException("The caller went away before the answer was whole.", e);
            }
            swallowedBytes += length;
        }

        @Override
        public void flush() {
            // Each write was sent on already.
        }
    }
}
