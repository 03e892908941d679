package dev.dormouse.invoker;

import dev.dormouse.scheduler.SchedulerSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Everything that a person may choose about a runtime, as {@code dormouse up} takes it. Immutable and checked: whoever
 * holds one need not look again. The keys, defaults and explanations are those of {@code docs/deployment.md}.
 *
 * @param listen where requests arrive
 * @param storage where state is kept
 * @param examples whether the bundled examples are deployed into an empty runtime
 * @param warmUp whether functions are warmed up after a start, before somebody calls them
 * @param requests what one request and its connection may take
 * @param scheduler how much runs and waits at a time
 * @param guests what one invocation may use
 * @param compiler what compiling one module may use
 * @param drain how long running invocations may go on after a request to stop
 */
public record RuntimeSettings(
        Listen listen,
        Storage storage,
        boolean examples,
        boolean warmUp,
        Requests requests,
        SchedulerSettings scheduler,
        Guests guests,
        Compiler compiler,
        Duration drain) {

    public RuntimeSettings {
        notNegative("drain-millis", drain.toMillis());
    }

    /**
     * Where requests arrive.
     *
     * @param bind host name or address to listen on; one that is not loopback needs API keys
     * @param port 1 to 65535, or 0 for a free one
     * @param tls certificate and key; plain HTTP without
     */
    public record Listen(String bind, int port, Optional<Tls> tls) {
        public Listen {
            if (bind.isBlank()) {
                throw new IllegalArgumentException("bind is a host name or an address; this one is empty.");
            }
            if (port < 0 || port > 65_535) {
                throw new IllegalArgumentException("port is 0 to 65535, 0 for a free one; this one is " + port + ".");
            }
        }
    }

    /**
     * Files for TLS.
     *
     * @param certificate certificate chain, PEM, the server's own first
     * @param key its private key, PEM, PKCS#8, not encrypted
     */
    public record Tls(Path certificate, Path key) {}

    /**
     * Where state is kept.
     *
     * @param data directory of this process: caches, API keys, and the store if it is a directory below
     * @param store the store of record
     * @param endpoint of an S3 server that is not Amazon's
     * @param cacheBytes of copies on the local disk of what is in S3
     * @param sealKey file of the secret that seals what must not be forged; without, the one in {@code data}
     * @param encrypted whether what is written from now on can be read by nobody without that secret
     */
    public record Storage(
            Path data,
            StoreLocation store,
            Optional<URI> endpoint,
            long cacheBytes,
            Optional<Path> sealKey,
            boolean encrypted) {
        public Storage {
            notNegative("store-cache-bytes", cacheBytes);
            if (endpoint.isPresent() && store instanceof StoreLocation.Directory directory) {
                throw new IllegalArgumentException("store-endpoint is for a store in S3; this store is the directory "
                        + directory.path() + ". Set store to s3://bucket/prefix or leave store-endpoint out.");
            }
        }
    }

    /**
     * What one request and its connection may take.
     *
     * @param maxConnections open at a time
     * @param maxHeaderBytes all header lines of a request together
     * @param maxBodyBytes body of one invocation
     * @param maxModuleBytes a module or a script in a deploy
     * @param headTimeout from the first byte of a request to the end of its headers
     * @param idleTimeout silence on a connection, within a body as between requests
     * @param timingDetail whether answers carry {@code Server-Timing} and {@code Dormouse-Fuel}
     */
    public record Requests(
            int maxConnections,
            int maxHeaderBytes,
            long maxBodyBytes,
            long maxModuleBytes,
            Duration headTimeout,
            Duration idleTimeout,
            boolean timingDetail) {
        public Requests {
            positive("max-connections", maxConnections);
            positive("max-header-bytes", maxHeaderBytes);
            positive("max-body-bytes", maxBodyBytes);
            positive("max-module-bytes", maxModuleBytes);
            positive("head-timeout-millis", headTimeout.toMillis());
            positive("idle-timeout-millis", idleTimeout.toMillis());
        }
    }

    /**
     * What one invocation may use.
     *
     * @param standard for a revision that does not say
     * @param most the most that a revision may say
     * @param memoryMaxBytes heap that all of them may take together
     * @param maxAnswerBytes of one answer
     * @param maxLogBytes that one invocation may write to the log
     */
    public record Guests(
            GuestLimits standard, GuestLimits most, long memoryMaxBytes, long maxAnswerBytes, long maxLogBytes) {
        public Guests {
            positive("guest-memory-max-bytes", memoryMaxBytes);
            positive("max-answer-bytes", maxAnswerBytes);
            notNegative("max-log-bytes", maxLogBytes);
            atMost("memory-max-bytes", standard.memoryMaxBytes(), "memory-limit-bytes", most.memoryMaxBytes());
            atMost(
                    "timeout-millis",
                    standard.timeout().toMillis(),
                    "timeout-limit-millis",
                    most.timeout().toMillis());
            atMost("fuel", standard.fuel(), "fuel-limit", most.fuel());
        }

        private static void atMost(String key, long value, String limitKey, long limit) {
            if (value > limit) {
                throw new IllegalArgumentException(key + " is at most " + limitKey + ", which is " + limit
                        + "; this one is " + value + ". Lower it or raise the limit.");
            }
        }
    }

    /**
     * Memory, time and fuel of one invocation.
     *
     * @param memoryMaxBytes linear memory of its instance
     * @param timeout from arrival to the end of the run
     * @param fuel ticks
     */
    public record GuestLimits(long memoryMaxBytes, Duration timeout, long fuel) {
        public GuestLimits {
            positive("memory-max-bytes", memoryMaxBytes);
            positive("timeout-millis", timeout.toMillis());
            positive("fuel", fuel);
        }
    }

    /**
     * What compiling one module may use, in a process of its own.
     *
     * @param timeout until that process is killed
     * @param heapBytes Java heap of that process
     */
    public record Compiler(Duration timeout, long heapBytes) {
        public Compiler {
            positive("compile-timeout-millis", timeout.toMillis());
            positive("compile-heap-bytes", heapBytes);
        }
    }

    private static void positive(String key, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(key + " is at least 1; this one is " + value + ".");
        }
    }

    private static void notNegative(String key, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(key + " is at least 0; this one is " + value + ".");
        }
    }
}
