package dev.dormouse.invoker;

import dev.dormouse.invoker.exchange.RequestHead;
import dev.dormouse.invoker.execution.ExecutionSettings;
import dev.dormouse.invoker.execution.GuestLogs;
import dev.dormouse.invoker.execution.Invocation;
import dev.dormouse.invoker.execution.InvocationObserver;
import dev.dormouse.invoker.execution.InvocationResult;
import dev.dormouse.invoker.execution.RevisionSelector;
import dev.dormouse.invoker.registry.DeployProgress;
import dev.dormouse.invoker.registry.DeployRequest;
import dev.dormouse.invoker.registry.Deployment;
import dev.dormouse.invoker.registry.FunctionRegistry;
import dev.dormouse.invoker.registry.Precondition;
import dev.dormouse.invoker.wasm.InProcessModuleCompiler;
import dev.dormouse.invoker.wasm.ModuleArtifact;
import dev.dormouse.invoker.wasm.ModuleCompiler;
import dev.dormouse.invoker.wasm.ModuleRefused;
import dev.dormouse.snapshot.FunctionName;
import dev.dormouse.snapshot.InvocationId;
import dev.dormouse.snapshot.format.SealedObjects;
import dev.dormouse.snapshot.object.ObjectStore;
import dev.dormouse.snapshot.object.memory.HeapObjectStore;
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

/** A runtime for tests: everything real but for the object store, which is in the heap. */
public final class RuntimeFixture implements AutoCloseable {
    private final ObjectStore store;
    private final ModuleCompiler compiler;
    private final FunctionRuntime runtime;

    private RuntimeFixture(ObjectStore store, ModuleCompiler compiler, long guestMemoryMaxBytes) {
        this.store = store;
        this.compiler = compiler;
        this.runtime = open(store, compiler, guestMemoryMaxBytes);
    }

    /** An empty runtime. */
    public static RuntimeFixture inHeap() {
        return inHeap(ExecutionSettings.DEFAULT.guestMemoryMaxBytes());
    }

    /** An empty runtime whose guests may take so much memory together. */
    public static RuntimeFixture inHeap(long guestMemoryMaxBytes) {
        return new RuntimeFixture(
                new HeapObjectStore(InstantSource.system(), 1L << 30),
                new InProcessModuleCompiler(),
                guestMemoryMaxBytes);
    }

    private static FunctionRuntime open(ObjectStore store, ModuleCompiler compiler, long guestMemoryMaxBytes) {
        try {
            return FunctionRuntime.open(
                    new FunctionRuntime.Parts(
                            store,
                            "disk",
                            new SealedObjects(
                                    new byte[SealedObjects.SECRET_BYTES],
                                    SealedObjects.Mode.AUTHENTICATED,
                                    new SecureRandom()),
                            compiler,
                            InvocationObserver.NONE,
                            GuestLogs.NONE,
                            InstantSource.system(),
                            System::nanoTime,
                            new SharedRandom(42),
                            new SecureRandom()),
                    settings(guestMemoryMaxBytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FunctionRuntime.Settings settings(long guestMemoryMaxBytes) {
        FunctionRuntime.Settings standard = FunctionRuntime.Settings.DEFAULT;
        return new FunctionRuntime.Settings(
                standard.hosts(),
                standard.registry(),
                standard.deployments(),
                standard.execution().withGuestMemoryMaxBytes(guestMemoryMaxBytes),
                standard.scheduler(),
                standard.modules());
    }

    /** A second runtime on the same store, which fails each attempt to compile. */
    public RuntimeFixture restartedWithoutCompiler() {
        return new RuntimeFixture(store, new NoCompiler(), ExecutionSettings.DEFAULT.guestMemoryMaxBytes());
    }

    /** Heap that guests make the runtime hold now. */
    public long guestMemoryBytes() {
        return runtime.guestMemoryBytes();
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
                Map.of(),
                Map.of(),
                true,
                new Precondition.None());
        return runtime.deployer().deploy(request, DeployProgress.UNSEEN);
    }

    /** What a deploy may choose. */
    public static final class Options {
        private Optional<String> entry = Optional.empty();
        private OptionalLong fuel = OptionalLong.empty();
        private OptionalLong timeoutMillis = OptionalLong.empty();

        /** Sets the export that is called. */
        public void entry(String export) {
            entry = Optional.of(export);
        }

        /** Sets the fuel of one invocation. */
        public void fuel(long ticks) {
            fuel = OptionalLong.of(ticks);
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
        return invoke(function, target, selector, new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    }

    /** Invokes a revision with a body that comes as it comes. */
    public InvocationResult invoke(String function, String target, RevisionSelector selector, InputStream body) {
        int mark = target.indexOf('?');
        RequestHead head = new RequestHead(
                "POST",
                mark < 0 ? target : target.substring(0, mark),
                mark < 0 ? "" : target.substring(mark + 1),
                "http://localhost/fn/" + function + target,
                List.of(),
                "127.0.0.1");
        Invocation invocation = new Invocation(
                new InvocationId("0".repeat(31) + "1"),
                new FunctionName(function),
                selector,
                Optional.empty(),
                head,
                body,
                System.nanoTime(),
                Long.MAX_VALUE);
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
        compiler.close();
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
