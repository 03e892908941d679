package dev.dormouse.invoker.http.wire;

import dev.dormouse.snapshot.Ticker;
import io.helidon.common.socket.SocketOptions;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ends TLS handshakes that do not come to their end: the server shakes hands before any {@link GuardedConnection} is made,
 * and would wait for ever. It asks for the options of each socket that it accepts, so a socket is known here from its
 * first moment until its connection begins. Thread-safe.
 */
final class HandshakeGuard implements SocketOptions {
    private final SocketOptions options;
    private final Ticker ticker;
    private final long limitNanos;
    private final int most;
    private final Map<SocketAddress, Handshake> pending = new ConcurrentHashMap<>();

    private record Handshake(Socket socket, long began) {}

    HandshakeGuard(SocketOptions options, Ticker ticker, WireLimits limits) {
        this.options = options;
        this.ticker = ticker;
        this.limitNanos = limits.headTimeout().toNanos();
        this.most = limits.maxConnections();
    }

    /** A socket was accepted. One that is too many is closed by whoever gets the exception. */
    @Override
    public void configureSocket(Socket socket) {
        if (pending.size() >= most) {
            throw new IllegalStateException("At most " + most + " handshakes go on at a time.");
        }
        options.configureSocket(socket);
        pending.put(socket.getRemoteSocketAddress(), new Handshake(socket, ticker.nanos()));
    }

    /** The handshake with {@code peer} is over, or there was none. */
    void over(SocketAddress peer) {
        pending.remove(peer);
    }

    /** Called by the watchdog. */
    void expireLate(long now) {
        pending.values().removeIf(handshake -> {
            boolean late = now - handshake.began() > limitNanos;
            if (late) {
                // Closing may wait for the handshake to let go of the socket, so not on the watchdog's thread.
                Thread.startVirtualThread(() -> close(handshake.socket()));
            }
            return late || handshake.socket().isClosed();
        });
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed for us all the same.
        }
    }

    @Override
    public Map<SocketOption<?>, Object> socketOptions() {
        return options.socketOptions();
    }

    @Override
    public Duration connectTimeout() {
        return options.connectTimeout();
    }

    @Override
    public Duration readTimeout() {
        return options.readTimeout();
    }

    @Override
    public Optional<Integer> socketReceiveBufferSize() {
        return options.socketReceiveBufferSize();
    }

    @Override
    public Optional<Integer> socketSendBufferSize() {
        return options.socketSendBufferSize();
    }

    @Override
    public boolean socketReuseAddress() {
        return options.socketReuseAddress();
    }

    @Override
    public boolean socketKeepAlive() {
        return options.socketKeepAlive();
    }

    @Override
    public boolean tcpNoDelay() {
        return options.tcpNoDelay();
    }
}
