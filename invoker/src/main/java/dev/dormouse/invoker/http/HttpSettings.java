package dev.dormouse.invoker.http;

import dev.dormouse.invoker.http.wire.WireLimits;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Everything that can be set about HTTP. Each limit is named in docs/http.md with what happens when it is reached.
 *
 * @param bind address or host name to listen on
 * @param port 1 to 65535; 0 for a free one
 * @param tls certificate and key; plain text if empty
 * @param maxBodyBytes body of one invocation
 * @param maxModuleBytes a module or a script
 * @param maxJsonBytes any other body of the control API
 * @param maxDrainBytes how much of a body that nobody wanted is read, so that the connection can be kept
 * @param timingDetail whether {@code Server-Timing} and {@code Dormouse-Fuel} are told
 * @param wire limits of connections, framing and slowness
 */
public record HttpSettings(
        String bind,
        int port,
        Optional<TlsFiles> tls,
        long maxBodyBytes,
        int maxModuleBytes,
        int maxJsonBytes,
        int maxDrainBytes,
        boolean timingDetail,
        WireLimits wire) {
    /**
     * PEM files.
     *
     * @param certificate the chain, own certificate first
     * @param key the private key, PKCS#8
     */
    public record TlsFiles(Path certificate, Path key) {}

    public HttpSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("A port is 0 to 65535; this one is " + port + ".");
        }
        positive("maxBodyBytes", maxBodyBytes);
        positive("maxModuleBytes", maxModuleBytes);
        positive("maxJsonBytes", maxJsonBytes);
        positive("maxDrainBytes", maxDrainBytes);
    }

    /** Loopback, plain text and the default of each limit. */
    public static HttpSettings defaults() {
        return new HttpSettings(
                "127.0.0.1",
                8080,
                Optional.empty(),
                16L << 20,
                64 << 20,
                1 << 20,
                64 << 10,
                true,
                WireLimits.defaults());
    }

    /** These settings on another address. */
    public HttpSettings withListener(String otherBind, int otherPort, Optional<TlsFiles> otherTls) {
        return new HttpSettings(
                otherBind,
                otherPort,
                otherTls,
                maxBodyBytes,
                maxModuleBytes,
                maxJsonBytes,
                maxDrainBytes,
                timingDetail,
                wire);
    }

    /** These settings with other limits on bodies. */
    public HttpSettings withBodies(long otherMaxBodyBytes, int otherMaxModuleBytes) {
        return new HttpSettings(
                bind,
                port,
                tls,
                otherMaxBodyBytes,
                otherMaxModuleBytes,
                maxJsonBytes,
                maxDrainBytes,
                timingDetail,
                wire);
    }

    /** These settings, telling less or more of how an answer came about. */
    public HttpSettings withTimingDetail(boolean otherTimingDetail) {
        return new HttpSettings(
                bind, port, tls, maxBodyBytes, maxModuleBytes, maxJsonBytes, maxDrainBytes, otherTimingDetail, wire);
    }

    /** These settings with other limits of connections. */
    public HttpSettings withWire(WireLimits otherWire) {
        return new HttpSettings(
                bind, port, tls, maxBodyBytes, maxModuleBytes, maxJsonBytes, maxDrainBytes, timingDetail, otherWire);
    }

    private static void positive(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is at least 1; this one is " + value + ".");
        }
    }
}
