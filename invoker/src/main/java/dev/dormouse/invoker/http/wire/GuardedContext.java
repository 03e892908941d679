package dev.dormouse.invoker.http.wire;

import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/**
 * A connection as Helidon's protocols see it: the real one, but for the bytes that come in, the bytes that go out and
 * the peer.
 */
record GuardedContext(ConnectionContext real, DataReader dataReader, DataWriter dataWriter, PeerInfo remotePeer)
        implements ConnectionContext {
    @Override
    public ListenerContext listenerContext() {
        return real.listenerContext();
    }

    @Override
    public ExecutorService executor() {
        return real.executor();
    }

    @Override
    public Router router() {
        return real.router();
    }

    @Override
    public Optional<ProxyProtocolData> proxyProtocolData() {
        return real.proxyProtocolData();
    }

    @Override
    public HelidonSocket serverSocket() {
        return real.serverSocket();
    }

    @Override
    public PeerInfo localPeer() {
        return real.localPeer();
    }

    @Override
    public boolean isSecure() {
        return real.isSecure();
    }

    @Override
    public String socketId() {
        return real.socketId();
    }

    @Override
    public String childSocketId() {
        return real.childSocketId();
    }
}
