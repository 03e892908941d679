package dev.dormouse.invoker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.invoker.agent.AgentDirectory;
import dev.dormouse.invoker.agent.AgentMessage;
import dev.dormouse.invoker.artifact.CollectionSettings;
import dev.dormouse.invoker.deployment.WarmUpSettings;
import dev.dormouse.invoker.exchange.RequestHead;
import dev.dormouse.invoker.execution.Caller;
import dev.dormouse.invoker.execution.ExecutionSettings;
import dev.dormouse.invoker.execution.GuestLogs;
import dev.dormouse.invoker.execution.Invocation;
import dev.dormouse.invoker.execution.InvocationObserver;
import dev.dormouse.invoker.execution.InvocationResult;
import dev.dormouse.invoker.execution.RevisionSelector;
import dev.dormouse.invoker.execution.agent.AgentSettings;
import dev.dormouse.invoker.execution.agent.Alarm;
import dev.dormouse.invoker.registry.AgentPolicy;
import dev.dormouse.invoker.registry.DeployProgress;
import dev.dormouse.invoker.registry.DeployRequest;
import dev.dormouse.invoker.registry.Deployment;
import dev.dormouse.invoker.registry.Durability;
import dev.dormouse.invoker.registry.FunctionRegistry;
import dev.dormouse.invoker.registry.Precondition;
import dev.dormouse.invoker.registry.SampleRequest;
import dev.dormouse.invoker.wasm.Completion;
import dev.dormouse.invoker.wasm.InProcessModuleCompiler;
import dev.dormouse.invoker.wasm.ModuleArtifact;
import dev.dormouse.invoker.wasm.ModuleCompiler;
import dev.dormouse.invoker.wasm.ModuleRefused;
import dev.dormouse.scheduler.SchedulerSettings;
import dev.dormouse.snapshot.AgentId;
import dev.dormouse.snapshot.FunctionName;
import dev.dormouse.snapshot.InvocationId;
import dev.dormouse.snapshot.ModuleDigest;
import dev.dormouse.snapshot.Ticker;
import dev.dormouse.snapshot.format.SealedObjects;
import dev.dormouse.snapshot.object.FaultPoints;
import dev.dormouse.snapshot.object.Listed;
import dev.dormouse.snapshot.object.ObjectStore;
import dev.dormouse.snapshot.object.memory.HeapObjectStore;
import dev.dormouse.snapshot.store.StoreSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** A runtime for tests: everything real but for the object store, which is in the heap. */
public final class RuntimeFixture implements AutoCloseable {
    private static final long FOREVER = Long.MAX_VALUE;

    private final ObjectStore store;
    private final ModuleCompiler compiler;
    private final FunctionRuntime runtime;

    private RuntimeFixture(ObjectStore store, ModuleCompiler compiler, FunctionRuntime runtime) {
        this.store = store;
        this.compiler = compiler;
        this.runtime = runtime;
    }

    /** An empty runtime. */
    public static RuntimeFixture inHeap() {
        return on(new HeapObjectStore(InstantSource.system(), 1L << 30));
    }

    /** An empty runtime whose guests may take so much memory together. */
    public static RuntimeFixture inHeap(long guestMemoryMaxBytes) {
        return on(
                new HeapObjectStore(InstantSource.system(), 1L << 30),
                world -> world.guestMemoryMaxBytes(guestMemoryMaxBytes));
    }

    /** A runtime on a store, which stays open. */
    public static RuntimeFixture on(ObjectStore store) {
        return on(store, world -> {});
    }

    /** A runtime on a store, in a world that is not quite the real one. */
    public static RuntimeFixture on(ObjectStore store, Consumer<World> changes) {
        return open(store, new InProcessModuleCompiler(), changes);
    }

    private static RuntimeFixture open(ObjectStore store, ModuleCompiler compiler, Consumer<World> changes) {
        World world = new World();
        changes.accept(world);
        try {
            return new RuntimeFixture(
                    store, compiler, FunctionRuntime.open(world.parts(store, compiler), world.settings()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What seals the objects of all runtimes here. */
    public static SealedObjects seal() {
        return new SealedObjects(
                new byte[SealedObjects.SECRET_BYTES], SealedObjects.Mode.AUTHENTICATED, new SecureRandom());
    }

    /** What surrounds a runtime; what a test does not change is real. */
    public static final class World {
        private SchedulerSettings scheduler = SchedulerSettings.DEFAULT;
        private AgentSettings agents = FunctionRuntime.Settings.DEFAULT.agents();
        private ExecutionSettings execution = ExecutionSettings.DEFAULT;
        private Ticker ticker = System::nanoTime;
        private Alarm alarm = Alarm.sleeping();
        private RandomGenerator secrets = new SecureRandom();
        private FaultPoints faults = FaultPoints.NONE;
        private InstantSource clock = InstantSource.system();
        private StoreSettings store = StoreSettings.DEFAULT;
        private WarmUpSettings warmUp = WarmUpSettings.DEFAULT;
        private CollectionSettings collection = CollectionSettings.DEFAULT;

        /** Sets what guests may take together. */
        public void guestMemoryMaxBytes(long bytes) {
            execution = execution.withGuestMemoryMaxBytes(bytes);
        }

        /** Sets what revisions that are ready to run may hold. */
        public void liveRevisionsMaxBytes(long bytes) {
            execution = execution.withLiveRevisionsMaxBytes(bytes);
        }

        /** Sets how many revisions are kept ready to run. */
        public void liveRevisionsMax(int count) {
            execution = new ExecutionSettings(
                    count,
                    execution.liveRevisionsMaxBytes(),
                    execution.tableEntriesMax(),
                    execution.imageOtherBytesMax(),
                    execution.guestMemoryMaxBytes());
        }

        /** Sets the bounds of a warm-up. */
        public void warmUp(WarmUpSettings settings) {
            warmUp = settings;
        }

        /** Sets the bounds of the scheduler. */
        public void scheduler(SchedulerSettings settings) {
            scheduler = settings;
        }

        /** Sets the bounds of agents. */
        public void agents(AgentSettings settings) {
            agents = settings;
        }

        /** Sets the monotonic clock. */
        public void ticker(Ticker clock) {
            ticker = clock;
        }

        /** Sets what wakes those that suspend agents. */
        public void alarm(Alarm waker) {
            alarm = waker;
        }

        /** Sets where guests' random bytes come from. */
        public void secrets(RandomGenerator source) {
            secrets = source;
        }

        /** Sets what happens at numbered points. */
        public void faults(FaultPoints points) {
            faults = points;
        }

        /** Sets the wall clock. */
        public void clock(InstantSource source) {
            clock = source;
        }

        /** Sets when what no function needs any more is deleted. */
        public void collection(CollectionSettings settings) {
            collection = settings;
        }

        /** Sets the bounds of what is stored of agents. */
        public void store(StoreSettings settings) {
            store = settings;
        }

        private FunctionRuntime.Parts parts(ObjectStore objects, ModuleCompiler compiler) {
            return new FunctionRuntime.Parts(
                    objects,
                    "disk",
                    seal(),
                    compiler,
                    InvocationObserver.NONE,
                    GuestLogs.NONE,
                    clock,
                    ticker,
                    new SharedRandom(new SecureRandom().nextLong()),
                    secrets,
                    alarm,
                    faults);
        }

        private FunctionRuntime.Settings settings() {
            FunctionRuntime.Settings standard = FunctionRuntime.Settings.DEFAULT;
            return new FunctionRuntime.Settings(
                    standard.hosts(),
                    standard.registry(),
                    standard.deployments(),
                    execution,
                    scheduler,
                    agents,
                    store,
                    standard.modules(),
                    warmUp,
                    collection);
        }
    }

    /** A second runtime on the same store, which fails each attempt to compile. */
    public RuntimeFixture restartedWithoutCompiler() {
        return open(store, new NoCompiler(), world -> {});
    }

    /** A second runtime on the same store, in which nothing is left that only the first one's version can use. */
    public RuntimeFixture restartedAsAnotherVersion() throws IOException {
        List<Listed> compiled = store.list("compiled/", "");
        assertThat(compiled).isNotEmpty();
        for (Listed object : compiled) {
            store.delete(object.key());
        }
        return open(store, compiler, world -> {});
    }

    /** Heap that guests make the runtime hold now. */
    public long guestMemoryBytes() {
        return runtime.guestMemoryBytes();
    }

    /** Revisions that are ready to run. */
    public int liveRevisions() {
        return runtime.liveRevisions();
    }

    /** What can be done with agents. */
    public AgentDirectory agents() {
        return runtime.agents();
    }

    /** Sends a message that will not be repeated. */
    public InvocationResult send(String function, String key, String body) {
        return send(function, key, "/", Optional.empty(), body);
    }

    /** Sends a message under an idempotency key. */
    public InvocationResult send(String function, String key, String idempotencyKey, String body) {
        return send(function, key, "/", Optional.of(idempotencyKey), body);
    }

    /** Sends a message with a path, which may have a query. */
    public InvocationResult send(
            String function, String key, String target, Optional<String> idempotencyKey, String body) {
        AgentMessage message = new AgentMessage(new AgentId(new FunctionName(function), key), idempotencyKey);
        return invoke(function, target, RevisionSelector.LIVE, Optional.of(message), bytes(body));
    }

    /** Warms up what was deployed last. */
    public void warmUp(Runnable then) {
        runtime.warmUp(then);
    }

    /** Gets the engine of scripts used to its work. */
    public Optional<Completion> trainScripts() {
        return runtime.trainScripts();
    }

    /** Ends what runs. */
    public void cancelRunning() {
        runtime.cancelRunning();
    }

    /** What is deployed. */
    public FunctionRegistry registry() {
        return runtime.registry();
    }

    /** Deploys a test guest. */
    public Deployment deploy(String function, String guest) {
        return deploy(function, guest, options -> {});
    }

    /** Deploys a test guest with options. */
    public Deployment deploy(String function, String guest, Consumer<Options> options) {
        return deploy(function, new DeployRequest.Source.Module(guest(guest)), options);
    }

    /** Deploys a module. */
    public Deployment deploy(String function, byte[] module) {
        return deploy(function, new DeployRequest.Source.Module(module), options -> {});
    }

    /** Deploys a script. */
    public Deployment deployScript(String function, String script) {
        return deploy(function, new DeployRequest.Source.Script(script), options -> {});
    }

    /** Deploys a script with options. */
    public Deployment deployScript(String function, String script, Consumer<Options> options) {
        return deploy(function, new DeployRequest.Source.Script(script), options);
    }

    /** Uploads a module; says whether it was not known before. */
    public boolean upload(byte[] module) {
        return runtime.modules().put(ModuleDigest.of(module), module);
    }

    /** Deploys a module that was uploaded. */
    public Deployment deployUploaded(String function, byte[] module) {
        return deploy(function, new DeployRequest.Source.Stored(ModuleDigest.of(module)), options -> {});
    }

    /** Deploys whatever is asked for. */
    public Deployment deploy(DeployRequest request) {
        return runtime.deployer().deploy(request, DeployProgress.UNSEEN);
    }

    private Deployment deploy(String function, DeployRequest.Source source, Consumer<Options> chosen) {
        Options options = new Options();
        chosen.accept(options);
        DeployRequest request = new DeployRequest(
                new FunctionName(function),
                source,
                Optional.empty(),
                options.entry,
                OptionalLong.empty(),
                options.timeoutMillis,
                options.fuel,
                OptionalInt.empty(),
                options.durability,
                options.agents,
                Map.of(),
                Map.of(),
                options.sample,
                true,
                new Precondition.None());
        return runtime.deployer().deploy(request, options.progress);
    }

    /** What a deploy may choose. */
    public static final class Options {
        private Optional<String> entry = Optional.empty();
        private OptionalLong fuel = OptionalLong.empty();
        private OptionalLong timeoutMillis = OptionalLong.empty();
        private Optional<Durability> durability = Optional.empty();
        private Optional<AgentPolicy> agents = Optional.empty();
        private Optional<SampleRequest> sample = Optional.empty();
        private DeployProgress progress = DeployProgress.UNSEEN;

        /** Sets what it is rehearsed with. */
        public void sample(SampleRequest request) {
            sample = Optional.of(request);
        }

        /** Sets who watches. */
        public void progress(DeployProgress watcher) {
            progress = watcher;
        }

        /** Sets the export that is called. */
        public void entry(String export) {
            entry = Optional.of(export);
        }

        /** Sets the fuel of one invocation. */
        public void fuel(long ticks) {
            fuel = OptionalLong.of(ticks);
        }

        /** Sets when messages are answered. */
        public void durability(Durability when) {
            durability = Optional.of(when);
        }

        /** Sets what becomes of agents on other revisions. */
        public void agents(AgentPolicy policy) {
            agents = Optional.of(policy);
        }

        /** Sets the deadline of one invocation. */
        public void timeoutMillis(long millis) {
            timeoutMillis = OptionalLong.of(millis);
        }
    }

    /** Invokes whatever is live with a body. */
    public InvocationResult invoke(String function, String body) {
        return invoke(function, RevisionSelector.LIVE, body);
    }

    /** Invokes a revision with a body. */
    public InvocationResult invoke(String function, RevisionSelector selector, String body) {
        return invoke(function, "/", selector, body);
    }

    /** Invokes a revision with a path, which may have a query, and a body. */
    public InvocationResult invoke(String function, String target, RevisionSelector selector, String body) {
        return invoke(function, target, selector, bytes(body));
    }

    /** Invokes a revision with a body that comes as it comes. */
    public InvocationResult invoke(String function, String target, RevisionSelector selector, InputStream body) {
        return invoke(function, target, selector, Optional.empty(), body);
    }

    private static InputStream bytes(String body) {
        return new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends a message that arrived when the runtime's ticker showed {@code arrivedNanos}. */
    public InvocationResult sendAt(long arrivedNanos, String function, String key) {
        return invoke(function, "/", RevisionSelector.LIVE, message(function, key), bytes(""), arrivedNanos, FOREVER);
    }

    /** Sends a message that may take so long. */
    public InvocationResult sendWithin(long timeoutNanos, String function, String key) {
        return invoke(
                function,
                "/",
                RevisionSelector.LIVE,
                message(function, key),
                bytes(""),
                System.nanoTime(),
                timeoutNanos);
    }

    private static Optional<AgentMessage> message(String function, String key) {
        return Optional.of(new AgentMessage(new AgentId(new FunctionName(function), key), Optional.empty()));
    }

    private InvocationResult invoke(
            String function,
            String target,
            RevisionSelector selector,
            Optional<AgentMessage> message,
            InputStream body) {
        return invoke(function, target, selector, message, body, System.nanoTime(), FOREVER);
    }

    private InvocationResult invoke(
            String function,
            String target,
            RevisionSelector selector,
            Optional<AgentMessage> message,
            InputStream body,
            long arrivedNanos,
            long timeoutNanos) {
        int mark = target.indexOf('?');
        RequestHead head = new RequestHead(
                "POST",
                mark < 0 ? target : target.substring(0, mark),
                mark < 0 ? "" : target.substring(mark + 1),
                "http://localhost/fn/" + function + target,
                List.of(),
                "127.0.0.1");
        Invocation invocation = new Invocation(
                InvocationId.of("0".repeat(31) + "1"),
                new FunctionName(function),
                selector,
                message,
                head,
                body,
                arrivedNanos,
                timeoutNanos,
                new Caller());
        return runtime.invoker().invoke(invocation, (answer, facts) -> OutputStream.nullOutputStream());
    }

    /** The answer's body as text; fails if there is no whole answer. */
    public static String text(InvocationResult result) {
        return switch (result.answer()) {
            case InvocationResult.Whole whole -> new String(whole.body(), StandardCharsets.UTF_8);
            case InvocationResult.Streamed streamed -> throw new AssertionError("The answer was streamed.");
            case InvocationResult.Declined declined -> throw new AssertionError(declined.refusal());
            case InvocationResult.Failed failed -> throw new AssertionError(result.outcome() + ": " + failed.detail());
        };
    }

    /** What is said of a failure. */
    public static String detail(InvocationResult result) {
        return switch (result.answer()) {
            case InvocationResult.Failed failed -> failed.detail();
            case InvocationResult.Declined declined ->
                String.valueOf(declined.refusal().getMessage());
            case InvocationResult.Whole whole -> throw new AssertionError("The invocation did not fail.");
            case InvocationResult.Streamed streamed -> throw new AssertionError("The invocation did not fail.");
        };
    }

    /** A guest of {@code src/test/resources/guests}. */
    public static byte[] guest(String name) {
        return read(Path.of("src", "test", "resources", "guests", name));
    }

    /** A file of {@code examples}. */
    public static byte[] example(String name) {
        return read(Path.of("..", "examples").resolve(name));
    }

    private static byte[] read(Path path) {
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            runtime.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            compiler.close();
        }
    }

    /** For a runtime that must find everything compiled. */
    private static final class NoCompiler implements ModuleCompiler {
        @Override
        public ModuleArtifact compile(byte[] module, Duration limit) throws ModuleRefused {
            throw new ModuleRefused(ModuleRefused.Reason.COMPILE_LIMIT, -1, "This runtime was to compile nothing.");
        }

        @Override
        public void close() {}
    }
}
