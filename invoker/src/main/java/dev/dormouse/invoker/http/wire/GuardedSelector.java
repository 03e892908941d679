package dev.dormouse.invoker.http.wire;

import dev.dormouse.snapshot.Ticker;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.socket.SocketOptions;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.http2.Http2Config;
import io.helidon.webserver.http2.Http2ConnectionSelector;
import io.helidon.webserver.http2.Http2Upgrader;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.util.Set;

/**
 * Takes every connection of a listener, before the first byte is read, and speaks HTTP/1.1 or HTTP/2 on it behind a
 * guard. To be the only selector of its listener. Thread-safe; close it when the listener is closed.
 */
public final class GuardedSelector implements ServerConnectionSelector, AutoCloseable {
    private static final int MAX_FRAME_BYTES = 16 << 10;

    private final WireLimits limits;
    private final Ticker ticker;
    private final HandshakeGuard handshakes;
    private final Watchdog watchdog;
    private final ServerConnectionSelector http1;
    private final ServerConnectionSelector http2;

    /** @param sockets options of the sockets to be accepted; the listener is to be given {@link #sockets} for them */
    public GuardedSelector(WireLimits limits, SocketOptions sockets, Ticker ticker) {
        this.limits = limits;
        this.ticker = ticker;
        this.handshakes = new HandshakeGuard(sockets, ticker, limits);
        this.watchdog = new Watchdog(ticker, limits, handshakes);
        Http2Config http2Config = http2Config(limits);
        this.http1 = Http1ConnectionSelector.builder()
                .config(http1Config(limits))
                .addUpgrader(Http2Upgrader.create(http2Config))
                .build();
        this.http2 = Http2ConnectionSelector.builder().http2Config(http2Config).build();
        watchdog.start();
    }

    /** What the guard has checked already is not checked again: the paths, the headers and the sizes. */
    private static Http1Config http1Config(WireLimits limits) {
        return Http1Config.builder()
                .maxPrologueLength(limits.maxRequestLineBytes() + 2)
                .maxHeadersSize(limits.maxHeaderBytes() + 2)
                .validateRequestHeaders(false)
                .validatePrologue(false)
                .validatePath(false)
                .receiveLog(false)
                .sendLog(false)
                .build();
    }

    private static Http2Config http2Config(WireLimits limits) {
        return Http2Config.builder()
                .maxConcurrentStreams(limits.maxStreams())
                .maxHeaderListSize(limits.maxHeaderBytes())
                .maxFrameSize(MAX_FRAME_BYTES)
                .flowControlTimeout(limits.bodyGrace())
                .validatePath(false)
                .build();
    }

    /** What the listener is to use as the options of its sockets. */
    public SocketOptions sockets() {
        return handshakes;
    }

    @Override
    public int bytesToIdentifyConnection() {
        return 0;
    }

    @Override
    public Support supports(BufferData data) {
        return Support.SUPPORTED;
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return Set.of("h2", "http/1.1");
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        handshakes.over(context.remotePeer().address());
        return new GuardedConnection(context, limits, ticker, watchdog, http1, http2);
    }

    @Override
    public void close() {
        watchdog.close();
    }
}
