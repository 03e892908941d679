package dev.dormouse.invoker.http;

import dev.dormouse.invoker.http.wire.BodyPace;
import dev.dormouse.invoker.http.wire.BodyTooSlow;
import dev.dormouse.invoker.http.wire.Peer;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.RequestException;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The body of one request, read as it comes and only if somebody wants it, never beyond its bound. Remembers why it broke,
 * since whoever reads it may hide that. Used by the request's thread only.
 */
final class RequestBody extends InputStream {
    private static final int SCRAP_BYTES = 8 << 10;

    private final ServerRequest request;
    private final Peer peer;
    private long maxBytes;
    private final long declaredBytes;
    private final boolean expectsContinue;

    private @Nullable BodyPace pace;
    private @Nullable InputStream in;
    private long readBytes;
    private boolean ended;
    private @Nullable Problem failure;

    private RequestBody(ServerRequest request, Peer peer, long maxBytes, long declaredBytes, boolean expectsContinue) {
        this.request = request;
        this.peer = peer;
        this.maxBytes = maxBytes;
        this.declaredBytes = declaredBytes;
        this.expectsContinue = expectsContinue;
        limit(maxBytes);
        ended = declaredBytes == 0 || !request.content().hasEntity();
    }

    static RequestBody of(ServerRequest request, Peer peer, long maxBytes) {
        ServerRequestHeaders headers = request.headers();
        long declared = -1;
        if (headers.contains(HeaderNames.CONTENT_LENGTH)) {
            // Digits only, by the guard and by Helidon's HTTP/2.
            declared = headers.contentLength().orElse(-1);
        }
        return new RequestBody(request, peer, maxBytes, declared, headers.contains(HeaderValues.EXPECT_100));
    }

    /** Sets the bound, before anything is read. What is known to be larger breaks at once. */
    void limit(long bytes) {
        maxBytes = bytes;
        if (declaredBytes > bytes) {
            failure = tooLarge();
        }
    }

    /** Why it broke, or why it will not be read at all. */
    Optional<Problem> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (failure != null) {
            throw new IOException(failure.detail());
        }
        if (length == 0) {
            return 0;
        }
        if (ended) {
            return -1;
        }
        int count = readSome(bytes, offset, length);
        if (count < 0) {
            end();
            return -1;
        }
        readBytes += count;
        if (readBytes > maxBytes) {
            throw broken(tooLarge(), null);
        }
        return count;
    }

    private int readSome(byte[] bytes, int offset, int length) throws IOException {
        try {
            if (in == null || pace == null) {
                in = request.content().inputStream();
                pace = peer.newPace();
            }
            int count;
            do {
                count = peer.read(in, pace, bytes, offset, length);
            } while (count == 0);
            return count;
        } catch (BodyTooSlow e) {
            throw broken(Problem.of(ProblemType.REQUEST_TIMEOUT, e.getMessage() + " Send it faster."), e);
        } catch (RequestException e) {
            throw broken(Problem.of(ProblemType.ofStatus(e.status().code()), String.valueOf(e.getMessage())), e);
        } catch (RuntimeException e) {
            throw broken(
                    Problem.of(ProblemType.CANCELLED, "The connection broke before the body of the request was whole."),
                    e);
        }
    }

    private void end() throws IOException {
        if (declaredBytes >= 0 && readBytes != declaredBytes) {
            throw broken(
                    Problem.of(
                            ProblemType.BAD_FRAMING,
                            "A body is as long as its Content-Length says, " + declaredBytes + " bytes; this one is "
                                    + readBytes + "."),
                    null);
        }
        ended = true;
    }

    private Problem tooLarge() {
        return Problem.of(
                ProblemType.TOO_LARGE,
                "A body here is at most " + maxBytes + " bytes; this one is larger"
                        + (declaredBytes < 0 ? "" : " (" + declaredBytes + ")") + ". Send less.");
    }

    private IOException broken(Problem problem, @Nullable Throwable cause) {
        failure = problem;
        return new IOException(problem.detail(), cause);
    }

    /**
     * Tells the client if the connection ends after the answer. To be called before the answer is sent.
     *
     * @param maxDrainBytes how much of an unwanted body is read so that the connection can be kept
     */
    void announceEnd(ServerResponse response, int maxDrainBytes) {
        // HTTP/2 has no such header.
        if (endsConnection(maxDrainBytes) && !peer.isHttp2()) {
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
    }

    /**
     * To be called after the answer was sent: gets the rest of the body out of the way, or ends the connection.
     *
     * @throws CloseConnectionException to end it: Helidon would go on, and take the rest of the body for a request
     */
    void finish(int maxDrainBytes) {
        if (drain(maxDrainBytes)) {
            return;
        }
        peer.endAfterThis();
        if (!peer.isHttp2()) {
            throw new CloseConnectionException("The rest of the body is not read.");
        }
        leave();
    }

    /**
     * Leaves the rest unread, as the last thing that is done for the request. With HTTP/2, Helidon would wait for the rest
     * of this stream's body, and where the client has reset the stream, answer it with a frame whose length is wrong.
     */
    void leave() {
        if (peer.isHttp2()) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether much of the body, or one that broke, is left, or the client still waits for the word to send it. */
    private boolean endsConnection(int maxDrainBytes) {
        if (ended) {
            return false;
        }
        boolean stillWaits = expectsContinue && in == null;
        return failure != null || stillWaits || declaredBytes - readBytes > maxDrainBytes;
    }

    private boolean drain(int maxDrainBytes) {
        if (ended) {
            return true;
        }
        if (endsConnection(maxDrainBytes)) {
            return false;
        }
        long most = readBytes + maxDrainBytes;
        byte[] scrap = new byte[SCRAP_BYTES];
        try {
            while (readBytes <= most) {
                if (read(scrap, 0, scrap.length) < 0) {
                    return true;
                }
            }
        } catch (IOException e) {
            return false;
        }
        return false;
    }
}
