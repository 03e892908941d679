package dev.dormouse.invoker.http;

import dev.dormouse.invoker.access.Authorizer;
import dev.dormouse.invoker.access.KeyStore;
import dev.dormouse.invoker.agent.AgentDirectory;
import dev.dormouse.invoker.execution.InvocationHandler;
import dev.dormouse.invoker.execution.LogReader;
import dev.dormouse.invoker.http.wire.GuardedSelector;
import dev.dormouse.invoker.registry.Deployer;
import dev.dormouse.invoker.registry.FunctionRegistry;
import dev.dormouse.invoker.registry.ModuleStore;
import dev.dormouse.snapshot.Ticker;
import io.helidon.common.socket.SocketOptions;
import io.helidon.webserver.ErrorHandling;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.random.RandomGenerator;

/**
 * The listener with all that it serves. Begins to listen with {@link #start}, takes work after {@link #ready}, ends with
 * {@link #stop}. Thread-safe; each of the three is called once, in this order.
 */
public final class HttpServer {
    private static final Duration LAST_GRACE = Duration.ofMillis(200);

    /** Held, since a logger that nobody holds forgets its level. */
    private static final Logger HELIDON = Logger.getLogger("io.helidon");

    static {
        // What Helidon tells at INFO are its own starts and stops; ours are told by the process.
        if (HELIDON.getLevel() == null) {
            HELIDON.setLevel(Level.WARNING);
        }
    }

    private final WebServer server;
    private final GuardedSelector selector;
    private final WorkGate gate = new WorkGate();
    private final String address;

    private volatile Readiness readiness = Readiness.STARTING;

    /**
     * What requests are passed on to.
     *
     * @param invocations runs functions
     * @param registry knows what is deployed
     * @param logs keeps what guests logged lately
     * @param agents knows the agents
     * @param deployer makes revisions
     * @param modules keeps uploads
     * @param keys knows who may do what
     * @param storeTrouble why the store takes no writes now, if it takes none; may take as long as the store
     */
    public record Services(
            InvocationHandler invocations,
            FunctionRegistry registry,
            LogReader logs,
            AgentDirectory agents,
            Deployer deployer,
            ModuleStore modules,
            KeyStore keys,
            Supplier<Optional<String>> storeTrouble) {}

    /**
     * Prepares a server that does not listen yet.
     *
     * @param ids source of invocation ids; thread-safe
     * @throws IllegalArgumentException if certificate and key cannot be used; one sentence why and what to do
     */
    public HttpServer(HttpSettings settings, Services services, Ticker ticker, RandomGenerator ids) {
        var access = new AccessCheck(new Authorizer(services.keys()));
        var trigger = new InvocationTrigger(services.invocations(), settings, ticker, ids);
        var control = new ControlRoutes(
                settings,
                access,
                gate,
                new ProbeApi(() -> readiness, services.storeTrouble()),
                new ControlApi(services.registry(), services.modules()),
                new LogApi(services.registry(), services.logs()),
                new AgentApi(services.agents()),
                new DeployApi(services.deployer()));
        var dispatcher = new RequestDispatcher(access, gate, trigger, control);
        this.address = settings.bind() + ":" + settings.port();
        this.selector = new GuardedSelector(
                settings.wire(), SocketOptions.builder().tcpNoDelay(true).build(), ticker);
        this.server = server(settings, dispatcher, selector);
    }

    private static WebServer server(HttpSettings settings, RequestDispatcher dispatcher, GuardedSelector selector) {
        var builder = WebServer.builder()
                .host(settings.bind())
                .port(settings.port())
                .shutdownHook(false)
                .featuresDiscoverServices(false)
                .protocolsDiscoverServices(false)
                .addConnectionSelector(selector)
                .connectionOptions(selector.sockets())
                .writeBufferSize(0)
                .shutdownGracePeriod(LAST_GRACE)
                .errorHandling(ErrorHandling.builder().includeEntity(true).build())
                .directHandlers(ProblemDirectHandler.handlers())
                .routing(HttpRouting.builder().route(dispatcher));
        settings.tls().ifPresent(files -> builder.tls(PemTls.of(files)));
        return builder.build();
    }

    /**
     * Begins to listen. Probes are answered from now on.
     *
     * @throws java.io.UncheckedIOException if the address cannot be taken
     */
    public void start() {
        server.start();
        // Helidon logs a listener that failed, and goes on without one.
        if (server.port() < 0) {
            server.stop();
            throw new UncheckedIOException(
                    new BindException("nothing can listen on " + address + "; perhaps another process does. Stop that"
                            + " one, or choose another address with --port or --bind."));
        }
    }

    /** The port that is listened on. */
    public int port() {
        return server.port();
    }

    /** Says that work is taken. */
    public void ready() {
        readiness = Readiness.READY;
    }

    /**
     * Takes no new work, lets running work finish for at most {@code patience}, then closes everything. Returns when that is
     * done.
     *
     * @return false if work was broken off
     */
    public boolean stop(Duration patience) throws InterruptedException {
        readiness = Readiness.STOPPING;
        gate.close();
        boolean finished = gate.awaitEmpty(patience.toNanos());
        server.stop();
        selector.close();
        return finished;
    }
}
