package dev.dormouse.invoker;

import dev.dormouse.invoker.access.BindPolicy;
import dev.dormouse.invoker.access.FileKeyStore;
import dev.dormouse.invoker.access.KeyStore;
import dev.dormouse.invoker.artifact.CollectionSettings;
import dev.dormouse.invoker.deployment.DeploymentSettings;
import dev.dormouse.invoker.deployment.DeploymentSettings.RevisionLimits;
import dev.dormouse.invoker.deployment.WarmUpSettings;
import dev.dormouse.invoker.examples.BundledExamples;
import dev.dormouse.invoker.execution.ExecutionSettings;
import dev.dormouse.invoker.execution.LoggedGuests;
import dev.dormouse.invoker.execution.RecentLines;
import dev.dormouse.invoker.execution.agent.AgentSettings;
import dev.dormouse.invoker.execution.agent.Alarm;
import dev.dormouse.invoker.execution.telemetry.InvocationMetrics;
import dev.dormouse.invoker.host.GuestStyle;
import dev.dormouse.invoker.host.HostLimits;
import dev.dormouse.invoker.http.HttpServer;
import dev.dormouse.invoker.http.HttpSettings;
import dev.dormouse.invoker.http.wire.WireLimits;
import dev.dormouse.invoker.registry.Deployer;
import dev.dormouse.invoker.registry.Deployment;
import dev.dormouse.invoker.registry.PageRequest;
import dev.dormouse.invoker.registry.RegistrySettings;
import dev.dormouse.invoker.wasm.WorkerModuleCompiler;
import dev.dormouse.invoker.wasm.validation.ModuleLimits;
import dev.dormouse.observability.Telemetry;
import dev.dormouse.scheduler.SchedulerSettings;
import dev.dormouse.snapshot.FunctionName;
import dev.dormouse.snapshot.Ticker;
import dev.dormouse.snapshot.format.SealedObjects;
import dev.dormouse.snapshot.object.FaultPoints;
import dev.dormouse.snapshot.object.StoreRefusedException;
import dev.dormouse.snapshot.store.StoreSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A runtime as a process runs it: the composition root, where every part is made and joined, in the order in which
 * they depend on one another, and taken down in the reverse order.
 */
@CompositionRoot
final class DormouseRuntime implements RunningRuntime {
    private static final System.Logger LOG = System.getLogger(DormouseRuntime.class.getName());
    /** Fewer than a bucket's: commits that share a partition share its two forced writes. */
    private static final int PARTITIONS_OF_A_DISK = 2;

    private static final Duration REGISTRY_FRESHNESS = Duration.ofSeconds(2);
    private static final Duration INITIALISATION_TIMEOUT = Duration.ofSeconds(30);

    private final RuntimeSettings settings;
    private final FunctionRuntime functions;
    private final KeyStore keys;
    private final HttpServer http;
    private final URI url;
    private final Deque<Runnable> closers;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);

    private DormouseRuntime(
            RuntimeSettings settings,
            FunctionRuntime functions,
            KeyStore keys,
            HttpServer http,
            Deque<Runnable> closers) {
        this.settings = settings;
        this.functions = functions;
        this.keys = keys;
        this.http = http;
        this.closers = closers;
        String scheme = settings.listen().tls().isPresent() ? "https" : "http";
        this.url = URI.create(scheme + "://" + host(settings.listen().bind()) + ":" + http.port());
    }

    private static String host(String bind) {
        return bind.contains(":") ? "[" + bind + "]" : bind;
    }

    /** Starts a runtime, see {@link RuntimeLauncher}. */
    static RunningRuntime start(RuntimeSettings settings, StartProgress progress) throws StartRefused {
        Deque<Runnable> closers = new ArrayDeque<>();
        try {
            return start(settings, progress, closers);
        } catch (StoreRefusedException | IllegalArgumentException e) {
            closeAll(closers);
            throw new StartRefused(String.valueOf(e.getMessage()), e);
        } catch (IOException | UncheckedIOException e) {
            closeAll(closers);
            throw new StartRefused("The runtime could not start: " + e.getMessage(), e);
        } catch (StartRefused | RuntimeException e) {
            closeAll(closers);
            throw e;
        }
    }

    private static RunningRuntime start(RuntimeSettings settings, StartProgress progress, Deque<Runnable> closers)
            throws IOException, StartRefused {
        Ticker ticker = System::nanoTime;
        InstantSource clock = InstantSource.system();
        SecureRandom secrets = new SecureRandom();
        SharedRandom ids = new SharedRandom(secrets.nextLong());
        Path data = Files.createDirectories(settings.storage().data());
        FileKeyStore keys = new FileKeyStore(data, ticker);
        refuseOpenDoor(settings.listen().bind(), !keys.isEmpty());

        OpenedStore store =
                OpenedStore.open(settings.storage(), new OpenedStore.Sources(clock, ticker, ids, secrets), progress);
        closers.push(store::close);
        Telemetry telemetry = Telemetry.fromEnvironment();
        closers.push(telemetry::close);
        WorkerModuleCompiler compiler =
                new WorkerModuleCompiler((int) (settings.compiler().heapBytes() >> 20));
        closers.push(compiler::close);
        RecentLines logs = new RecentLines(new LoggedGuests(), clock);
        FunctionRuntime functions = FunctionRuntime.open(
                new FunctionRuntime.Parts(
                        store.objects(),
                        store.tier(),
                        new SealedObjects(store.sealSecret(), sealMode(settings.storage()), secrets),
                        compiler,
                        new InvocationMetrics(telemetry),
                        logs,
                        clock,
                        ticker,
                        ids,
                        secrets,
                        Alarm.sleeping(),
                        FaultPoints.NONE),
                functionSettings(settings));
        closers.push(() -> close(functions));
        HttpServer http = new HttpServer(
                httpSettings(settings),
                new HttpServer.Services(
                        functions.invoker(),
                        functions.registry(),
                        logs,
                        functions.agents(),
                        trainingAfterScripts(functions),
                        functions.modules(),
                        keys,
                        store::trouble),
                ticker,
                ids);
        http.start();
        if (settings.examples()
                && functions.registry().functions(first(1)).items().isEmpty()) {
            BundledExamples.deploy(
                    functions.deployer(), ticker, (name, took) -> progress.done("deployed example " + name, took));
        }
        http.ready();
        afterStart(settings, functions, compiler);
        return new DormouseRuntime(settings, functions, keys, http, closers);
    }

    /** One after the other, and nothing of it before: each takes processors from the first callers. */
    private static void afterStart(RuntimeSettings settings, FunctionRuntime functions, WorkerModuleCompiler compiler) {
        Runnable last = () -> {
            compiler.startEarly();
            trainScripts(functions);
        };
        if (settings.warmUp()) {
            functions.warmUp(last);
        } else {
            last.run();
        }
    }

    /** The first script may be deployed long after the start, and its first requests are to find trained code as well. */
    private static Deployer trainingAfterScripts(FunctionRuntime functions) {
        return (request, progress) -> {
            Deployment deployment = functions.deployer().deploy(request, progress);
            if (deployment.revision().style() == GuestStyle.JS) {
                trainScripts(functions);
            }
            return deployment;
        };
    }

    private static void trainScripts(FunctionRuntime functions) {
        Thread.ofVirtual().name("script-training").start(functions::trainScripts);
    }

    private static void refuseOpenDoor(String bind, boolean hasKeys) throws StartRefused {
        try {
            Optional<String> refusal = BindPolicy.check(InetAddress.getByName(bind), hasKeys);
            if (refusal.isPresent()) {
                throw new StartRefused(refusal.get());
            }
        } catch (UnknownHostException e) {
            throw new StartRefused(
                    "The address to listen on is one of this machine; '" + bind + "' is not known. Change --bind.", e);
        }
    }

    private static SealedObjects.Mode sealMode(RuntimeSettings.Storage storage) {
        return storage.encrypted() ? SealedObjects.Mode.ENCRYPTED : SealedObjects.Mode.AUTHENTICATED;
    }

    private static FunctionRuntime.Settings functionSettings(RuntimeSettings settings) {
        RuntimeSettings.Guests guests = settings.guests();
        SchedulerSettings scheduler = settings.scheduler();
        return new FunctionRuntime.Settings(
                HostLimits.DEFAULT.withMaxAnswerBytes(guests.maxAnswerBytes()).withMaxLogBytes(guests.maxLogBytes()),
                registrySettings(settings.storage().store()),
                new DeploymentSettings(
                        limits(guests.standard(), scheduler.functionConcurrencyMax()),
                        limits(guests.most(), scheduler.concurrencyMax()),
                        Math.toIntExact(settings.requests().maxModuleBytes()),
                        settings.compiler().timeout(),
                        INITIALISATION_TIMEOUT,
                        guests.most().fuel(),
                        DeploymentSettings.DEFAULT.deploysMax()),
                ExecutionSettings.DEFAULT.withGuestMemoryMaxBytes(guests.memoryMaxBytes()),
                scheduler,
                AgentSettings.fitting(Runtime.getRuntime().maxMemory(), guests.memoryMaxBytes()),
                storeSettings(settings.storage().store()),
                ModuleLimits.DEFAULTS,
                WarmUpSettings.DEFAULT,
                CollectionSettings.DEFAULT);
    }

    private static StoreSettings storeSettings(StoreLocation store) {
        return switch (store) {
            case StoreLocation.Directory disk -> StoreSettings.DEFAULT.withPartitions(PARTITIONS_OF_A_DISK);
            case StoreLocation.Bucket wide -> StoreSettings.DEFAULT;
        };
    }

    private static RegistrySettings registrySettings(StoreLocation store) {
        return switch (store) {
            case StoreLocation.Directory alone -> RegistrySettings.DEFAULT;
            case StoreLocation.Bucket shared -> RegistrySettings.DEFAULT.shared(REGISTRY_FRESHNESS);
        };
    }

    private static RevisionLimits limits(RuntimeSettings.GuestLimits limits, int concurrency) {
        return new RevisionLimits(limits.memoryMaxBytes(), limits.timeout().toMillis(), limits.fuel(), concurrency);
    }

    private static HttpSettings httpSettings(RuntimeSettings settings) {
        RuntimeSettings.Requests requests = settings.requests();
        return HttpSettings.defaults()
                .withListener(
                        settings.listen().bind(),
                        settings.listen().port(),
                        settings.listen().tls().map(tls -> new HttpSettings.TlsFiles(tls.certificate(), tls.key())))
                .withBodies(requests.maxBodyBytes(), Math.toIntExact(requests.maxModuleBytes()))
                .withTimingDetail(requests.timingDetail())
                .withWire(wireLimits(requests));
    }

    private static WireLimits wireLimits(RuntimeSettings.Requests requests) {
        WireLimits standard = WireLimits.defaults();
        return new WireLimits(
                requests.maxConnections(),
                standard.maxRequestLineBytes(),
                requests.maxHeaderBytes(),
                standard.maxHeaders(),
                standard.maxTrailerBytes(),
                standard.maxStreams(),
                standard.maxControlFrames(),
                requests.headTimeout(),
                requests.idleTimeout(),
                standard.bodyGrace(),
                standard.bodyMinBytesPerSecond(),
                standard.linger());
    }

    private static PageRequest first(int limit) {
        return new PageRequest(Optional.empty(), limit);
    }

    @Override
    public URI url() {
        return url;
    }

    @Override
    public boolean serves(FunctionName function) {
        return functions.registry().newest(function).isPresent();
    }

    @Override
    public boolean asksForKeys() {
        return !keys.isEmpty();
    }

    @Override
    public void awaitStop() throws InterruptedException {
        closed.await();
    }

    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            awaitClosed();
            return;
        }
        functions.refuseNew();
        try {
            if (!http.stop(settings.drain())) {
                LOG.log(System.Logger.Level.WARNING, "Invocations still ran after the drain time and are ended.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        functions.cancelRunning();
        closeAll(closers);
        closed.countDown();
    }

    private static void close(FunctionRuntime functions) {
        try {
            functions.close();
        } catch (IOException e) {
            // What was committed is in the log; the next start has more to read.
            LOG.log(System.Logger.Level.WARNING, "The store gave no answer at the end: " + e.getMessage());
        }
    }

    private void awaitClosed() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void closeAll(Deque<Runnable> closers) {
        while (!closers.isEmpty()) {
            closers.pop().run();
        }
    }
}
