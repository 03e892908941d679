package dev.dormouse.benchmarks;

import dev.dormouse.invoker.FunctionRuntime;
import dev.dormouse.invoker.examples.BundledExamples;
import dev.dormouse.invoker.exchange.Header;
import dev.dormouse.invoker.exchange.RequestHead;
import dev.dormouse.invoker.execution.Caller;
import dev.dormouse.invoker.execution.GuestLogs;
import dev.dormouse.invoker.execution.Invocation;
import dev.dormouse.invoker.execution.InvocationObserver;
import dev.dormouse.invoker.execution.InvocationResult;
import dev.dormouse.invoker.execution.RevisionSelector;
import dev.dormouse.invoker.execution.agent.Alarm;
import dev.dormouse.invoker.registry.DeployProgress;
import dev.dormouse.invoker.registry.Deployment;
import dev.dormouse.invoker.wasm.Completion;
import dev.dormouse.invoker.wasm.ModuleCompiler;
import dev.dormouse.snapshot.FunctionName;
import dev.dormouse.snapshot.InvocationId;
import dev.dormouse.snapshot.format.SealedObjects;
import dev.dormouse.snapshot.object.FaultPoints;
import dev.dormouse.snapshot.object.memory.HeapObjectStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** A runtime without HTTP, its store in the heap, with one of the bundled examples deployed. */
@CompositionRoot
final class HeapRuntime implements AutoCloseable {
    private static final InvocationId ID = InvocationId.of("0".repeat(32));
    private static final long STORE_MAX_BYTES = 1L << 30;

    private final ModuleCompiler compiler;
    private final FunctionRuntime runtime;
    private final FunctionName function;

    private HeapRuntime(FunctionName function, ModuleCompiler compiler) throws IOException {
        this.function = function;
        this.compiler = compiler;
        SecureRandom random = new SecureRandom();
        runtime = FunctionRuntime.open(
                new FunctionRuntime.Parts(
                        new HeapObjectStore(InstantSource.system(), STORE_MAX_BYTES),
                        "heap",
                        new SealedObjects(
                                new byte[SealedObjects.SECRET_BYTES], SealedObjects.Mode.AUTHENTICATED, random),
                        compiler,
                        InvocationObserver.NONE,
                        GuestLogs.NONE,
                        InstantSource.system(),
                        System::nanoTime,
                        random,
                        random,
                        Alarm.sleeping(),
                        FaultPoints.NONE),
                FunctionRuntime.Settings.DEFAULT);
    }

    /** A runtime with an example. */
    static HeapRuntime with(Guest example) throws IOException {
        return with(example, GuestCode.METERED);
    }

    /** The same, with compiled code of another kind. */
    static HeapRuntime with(Guest example, GuestCode code) throws IOException {
        BundledExamples.Example bundled = BundledExamples.named(example.title());
        HeapRuntime opened = new HeapRuntime(bundled.name(), code.compiler());
        Deployment ignored = opened.runtime.deployer().deploy(bundled.request(), DeployProgress.UNSEEN);
        return opened;
    }

    /** Trains the engine of scripts, as a runtime does that starts with scripts deployed; nothing else is trained. */
    void train() {
        Optional<Completion> ignored = runtime.trainScripts();
    }

    /** One invocation, from admission to answer. */
    byte[] invoke(byte[] body) {
        RequestHead head = new RequestHead(
                "POST",
                "/",
                "",
                "http://localhost/fn/" + function + "/",
                List.of(new Header("host", "localhost"), new Header("content-type", "application/json")),
                "127.0.0.1");
        Invocation invocation = new Invocation(
                ID,
                function,
                RevisionSelector.LIVE,
                Optional.empty(),
                head,
                new ByteArrayInputStream(body),
                System.nanoTime(),
                Long.MAX_VALUE,
                new Caller());
        try (InvocationResult result =
                runtime.invoker().invoke(invocation, (answer, facts) -> OutputStream.nullOutputStream())) {
            if (result.answer() instanceof InvocationResult.Whole whole) {
                return whole.body();
            }
            throw new IllegalStateException("The example ended as " + result.outcome() + ": " + result.answer());
        }
    }

    /** Heap that is reserved for guests. */
    long guestMemoryBytes() {
        return runtime.guestMemoryBytes();
    }

    @Override
    public void close() throws IOException {
        runtime.close();
        compiler.close();
    }
}
