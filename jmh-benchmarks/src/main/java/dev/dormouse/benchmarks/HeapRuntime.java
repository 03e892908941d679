package dev.dormouse.benchmarks;

import dev.dormouse.invoker.FunctionRuntime;
import dev.dormouse.invoker.examples.BundledExamples;
import dev.dormouse.invoker.exchange.Header;
import dev.dormouse.invoker.exchange.RequestHead;
import dev.dormouse.invoker.execution.GuestLogs;
import dev.dormouse.invoker.execution.Invocation;
import dev.dormouse.invoker.execution.InvocationObserver;
import dev.dormouse.invoker.execution.InvocationResult;
import dev.dormouse.invoker.execution.RevisionSelector;
import dev.dormouse.invoker.execution.agent.Alarm;
import dev.dormouse.invoker.registry.DeployProgress;
import dev.dormouse.invoker.registry.Deployment;
import dev.dormouse.invoker.wasm.InProcessModuleCompiler;
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

    private final InProcessModuleCompiler compiler = new InProcessModuleCompiler();
    private final FunctionRuntime runtime;
    private final FunctionName function;

    private HeapRuntime(FunctionName function) throws IOException {
        this.function = function;
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

    /** A runtime with the example of this name. */
    static HeapRuntime with(String example) throws IOException {
        BundledExamples.Example bundled = BundledExamples.named(example);
        HeapRuntime opened = new HeapRuntime(bundled.name());
        Deployment ignored = opened.runtime.deployer().deploy(bundled.request(), DeployProgress.UNSEEN);
        return opened;
    }

    /** One invocation, from admission to answer; the answer's length. */
    int invoke(byte[] body) {
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
                Long.MAX_VALUE);
        try (InvocationResult result =
                runtime.invoker().invoke(invocation, (answer, facts) -> OutputStream.nullOutputStream())) {
            if (result.answer() instanceof InvocationResult.Whole whole) {
                return whole.body().length;
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
