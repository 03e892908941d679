package dev.dormouse.invoker.http.wire;

import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketAddress;
import java.security.Principal;
import java.security.cert.Certificate;
import java.util.Optional;

/**
 * The other side of a guarded connection. Handlers find the guard of their connection here, since the peer is the one
 * object of the connection that a request gives out.
 */
public final class Peer implements PeerInfo {
    private final GuardedConnection connection;
    private final SocketAddress address;
    private final String host;
    private final int port;

    Peer(GuardedConnection connection, ConnectionContext context) {
        PeerInfo real = context.remotePeer();
        this.connection = connection;
        this.address = real.address();
        this.host = real.host();
        this.port = real.port();
    }

    /** The peer of {@code request}. */
    public static Peer of(ServerRequest request) {
        if (request.remotePeer() instanceof Peer peer) {
            return peer;
        }
        throw new IllegalStateException("The connection is not guarded.");
    }

    /** Whether several requests share the connection at a time. */
    public boolean isHttp2() {
        return connection.isHttp2();
    }

    /** Says that a request runs. While one does, an HTTP/2 connection is not idle. */
    public void requestBegins() {
        connection.requestBegins();
    }

    /** The counterpart of {@link #requestBegins}. */
    public void requestEnds() {
        connection.requestEnds();
    }

    /**
     * Says that the caller waits for the answer to {@code request}.
     *
     * @param left called when it is noticed that it does not any more, perhaps more than once, by another thread; to be
     *     done in an instant
     */
    public void waits(ServerRequest request, Runnable left) {
        connection.callerWaits(request.id(), left);
    }

    /** The counterpart of {@link #waits}. */
    public void waitsNoMore(ServerRequest request) {
        connection.callerWaitsNoMore(request.id());
    }

    /**
     * Takes nothing more from this connection, after the answer was given. With HTTP/2 the other streams end with it.
     */
    public void endAfterThis() {
        connection.endAfterThis();
    }

    /**
     * Reads from the body of a request, at the pace that is asked of clients.
     *
     * @param pace of this body, by {@link #newPace}
     * @return as {@link InputStream#read(byte[], int, int)}
     * @throws BodyTooSlow if the client did not keep the pace
     */
    public int read(InputStream body, BodyPace pace, byte[] bytes, int offset, int length) throws IOException {
        return connection.readBody(body, pace, bytes, offset, length);
    }

    /** The pace for one more body. */
    public BodyPace newPace() {
        return connection.newPace();
    }

    @Override
    public SocketAddress address() {
        return address;
    }

    @Override
    public String host() {
        return host;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public Optional<Principal> tlsPrincipal() {
        return Optional.empty();
    }

    @Override
    public Optional<Certificate[]> tlsCertificates() {
        return Optional.empty();
    }
}
