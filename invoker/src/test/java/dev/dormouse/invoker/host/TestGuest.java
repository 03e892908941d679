package dev.dormouse.invoker.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.invoker.exchange.Header;
import dev.dormouse.invoker.exchange.RequestHead;
import dev.dormouse.invoker.wasm.Completion;
import dev.dormouse.invoker.wasm.GuestMemory;
import dev.dormouse.invoker.wasm.GuestStop;
import dev.dormouse.invoker.wasm.HostCall;
import dev.dormouse.invoker.wasm.HostFunction;
import dev.dormouse.invoker.wasm.MemoryBudget;
import dev.dormouse.invoker.wasm.MemoryReservation;
import dev.dormouse.snapshot.FunctionName;
import dev.dormouse.snapshot.InvocationId;
import dev.dormouse.snapshot.RevisionId;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * A guest whose code is the test: it has a memory and a context, and calls host functions by name as a module would.
 */
final class TestGuest implements HostCall {
    static final int MEMORY_BYTES = 128 << 10;
    static final long DEADLINE_NANOS = 1_000_000_000L;
    static final InvocationId INVOCATION = InvocationId.of("0123456789abcdef0123456789abcdef");
    static final RevisionId REVISION = new RevisionId(new FunctionName("hello"), 3);

    private static final String ENV = ExtismHost.MODULE;
    private static final String USER = RequestHost.MODULE;
    private static final String WASI = "wasi_snapshot_preview1";

    final ManualClock clock;
    final RecordedLog log;
    final RecordedAnswer answer = new RecordedAnswer();
    final HeapGuestMemory memory;
    final Host host;
    final HostContext context;
    final MemoryReservation reservation = room();
    private final Map<String, HostFunction> functions;
    private final long ticksAtStart;
    private long charged;

    private TestGuest(Setup setup) {
        clock = new ManualClock(setup.ticksAtStart);
        ticksAtStart = setup.ticksAtStart;
        memory = new HeapGuestMemory(setup.memoryBytes);
        log = new RecordedLog(setup.threshold);
        host = new Host(setup.limits, clock, clock, setup.random, clock);
        functions = host.functions().stream()
                .collect(Collectors.toMap(f -> f.module() + "." + f.name(), Function.identity()));
        GuestSettings settings = host.validate(setup.style, setup.env, setup.config);
        context = host.prepare(settings, setup.variables, reservation);
    }

    /** Memory without end. */
    static MemoryReservation room() {
        return new MemoryBudget(Long.MAX_VALUE).open();
    }

    static Setup extism() {
        return new Setup(GuestStyle.EXTISM);
    }

    static Setup wasi() {
        return new Setup(GuestStyle.WASI);
    }

    /** What a guest is made with; all of it has a default. */
    static final class Setup {
        private final GuestStyle style;
        private HostLimits limits = HostLimits.DEFAULT;
        private RandomGenerator random = strong();
        private GuestLog.Level threshold = GuestLog.Level.TRACE;
        private Map<String, String> env = Map.of();
        private Map<String, String> config = Map.of();
        private Map<String, byte[]> variables = Map.of();
        private final long ticksAtStart = -5_000;
        private int memoryBytes = MEMORY_BYTES;

        private Setup(GuestStyle style) {
            this.style = style;
        }

        Setup limits(HostLimits chosen) {
            limits = chosen;
            return this;
        }

        Setup random(RandomGenerator chosen) {
            random = chosen;
            return this;
        }

        Setup threshold(GuestLog.Level chosen) {
            threshold = chosen;
            return this;
        }

        Setup env(Map<String, String> chosen) {
            env = chosen;
            return this;
        }

        Setup config(Map<String, String> chosen) {
            config = chosen;
            return this;
        }

        Setup variables(Map<String, byte[]> chosen) {
            variables = chosen;
            return this;
        }

        Setup memoryBytes(int chosen) {
            memoryBytes = chosen;
            return this;
        }

        /** A guest that no call has begun for. */
        TestGuest idle() {
            return new TestGuest(this);
        }

        /** A guest that serves a POST with this body. */
        TestGuest serving(String body) {
            return idle().begin(request(body));
        }

        /** A guest that serves a request. */
        TestGuest serving(GuestRequest request) {
            return idle().begin(request);
        }
    }

    static RandomGenerator strong() {
        try {
            return SecureRandom.getInstance("DRBG");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    static GuestRequest request(String body, Header... headers) {
        return request(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)), headers);
    }

    static GuestRequest request(InputStream body, Header... headers) {
        return request(
                new RequestHead(
                        "POST",
                        "/a%20b",
                        "x=1&y=%22",
                        "http://localhost:8080/fn/hello/a%20b?x=1&y=%22",
                        List.of(headers),
                        "127.0.0.1"),
                body);
    }

    static GuestRequest request(RequestHead head, InputStream body) {
        return new GuestRequest(INVOCATION, REVISION, head, body);
    }

    TestGuest begin(GuestRequest request) {
        context.begin(request, answer, log, ticksAtStart + DEADLINE_NANOS);
        return this;
    }

    TestGuest beginInitialisation(String input) {
        context.beginInitialisation(input.getBytes(StandardCharsets.UTF_8), log, ticksAtStart + DEADLINE_NANOS);
        return this;
    }

    @Override
    public GuestMemory memory() {
        return memory;
    }

    @Override
    public Object context() {
        return context;
    }

    @Override
    public boolean cancelled() {
        return false;
    }

    @Override
    public void charge(long fuel) {
        assertThat(fuel).as("charge").isNotNegative();
        charged += fuel;
    }

    /** Fuel that host functions used. */
    long charged() {
        return charged;
    }

    /** Calls a function of {@code extism:host/env}. */
    long env(String name, long... arguments) {
        return call(ENV + "." + name, arguments);
    }

    /** Calls a function of {@code extism:host/user}. */
    long user(String name, long... arguments) {
        return call(USER + "." + name, arguments);
    }

    /** Calls a WASI function and gives its error number. */
    int wasi(String name, long... arguments) {
        return (int) call(WASI + "." + name, arguments);
    }

    long call(String qualifiedName, long... arguments) {
        HostFunction function = functions.get(qualifiedName);
        if (function == null) {
            throw new AssertionError("The host has no function " + qualifiedName);
        }
        assertThat(arguments)
                .as("arguments of " + qualifiedName)
                .hasSize(function.parameters().size());
        return function.body().run(this, arguments);
    }

    /** How a call ends that does not return. */
    static Completion stop(Runnable call) {
        try {
            call.run();
        } catch (GuestStop stop) {
            return stop.completion();
        }
        throw new AssertionError("The call returned.");
    }

    /** Why a call traps. */
    static String trap(Runnable call) {
        if (stop(call) instanceof Completion.Trapped trapped) {
            return trapped.reason();
        }
        throw new AssertionError("The call did not trap.");
    }

    /** Which limit a call reaches. */
    static String limit(Runnable call) {
        if (stop(call) instanceof Completion.OutOfMemory full) {
            return full.limit();
        }
        throw new AssertionError("The call reached no limit.");
    }

    /** A new block with this text. */
    long block(String text) {
        return block(text.getBytes(StandardCharsets.UTF_8));
    }

    long block(byte[] content) {
        long offset = env("alloc", content.length);
        for (int i = 0; i < content.length; i++) {
            env("store_u8", offset + i, content[i]);
        }
        return offset;
    }

    byte[] bytes(long block) {
        byte[] content = new byte[(int) env("length", block)];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) env("load_u8", block + i);
        }
        return content;
    }

    String text(long block) {
        return new String(bytes(block), StandardCharsets.UTF_8);
    }

    /** The input as a stock PDK reads it. */
    String input() {
        byte[] input = new byte[(int) env("input_length")];
        for (int i = 0; i < input.length; i++) {
            input[i] = (byte) env("input_load_u8", i);
        }
        return new String(input, StandardCharsets.UTF_8);
    }

    /** The rest of the body, read in chunks. */
    String readAll(long max) {
        StringBuilder text = new StringBuilder();
        for (long chunk = user("request_read", max); chunk != 0; chunk = user("request_read", max)) {
            text.append(text(chunk));
            env("free", chunk);
        }
        return text.toString();
    }

    TestGuest output(String text) {
        long block = block(text);
        env("output_set", block, env("length", block));
        return this;
    }

    /** Puts text into the memory and gives its length. */
    int put(int address, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        memory.write(address, bytes, 0, bytes.length);
        return bytes.length;
    }

    String memoryText(int address, int length) {
        return new String(memory.copy(address, length), StandardCharsets.UTF_8);
    }

    /** Writes text to a descriptor by one vector; gives the error number. */
    int write(int descriptor, String text) {
        int length = put(1024, text);
        memory.writeInt(0, 1024);
        memory.writeInt(4, length);
        return wasi("fd_write", descriptor, 0, 1, 8);
    }

    /** Reads up to {@code length} bytes of standard input. */
    String read(int length) {
        memory.writeInt(0, 1024);
        memory.writeInt(4, length);
        assertThat(wasi("fd_read", 0, 0, 1, 8)).isEqualTo(Errno.SUCCESS);
        return memoryText(1024, memory.readInt(8));
    }

    /** The texts that a pair of functions such as {@code environ_sizes_get} and {@code environ_get} hand over. */
    List<String> strings(String what) {
        assertThat(wasi(what + "_sizes_get", 0, 4)).isEqualTo(Errno.SUCCESS);
        int count = memory.readInt(0);
        int size = memory.readInt(4);
        int texts = 64 + 4 * count;
        assertThat(wasi(what + "_get", 64, texts)).isEqualTo(Errno.SUCCESS);
        List<String> found = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int start = memory.readInt(64 + 4L * i);
            int end = start;
            while (memory.copy(end, 1)[0] != 0) {
                end++;
            }
            assertThat(end).as("end of a text").isLessThan(texts + size);
            found.add(memoryText(start, end - start));
        }
        return found;
    }

    GuestAnswer finish() {
        return finish(0);
    }

    GuestAnswer finish(long returned) {
        return context.finish(new Completion.Returned(returned));
    }

    static GuestAnswer.Whole whole(GuestAnswer answer) {
        assertThat(answer).isInstanceOf(GuestAnswer.Whole.class);
        return (GuestAnswer.Whole) answer;
    }

    static String body(GuestAnswer answer) {
        return new String(whole(answer).body(), StandardCharsets.UTF_8);
    }

    static Completion stopped(GuestAnswer answer) {
        assertThat(answer).isInstanceOf(GuestAnswer.Stopped.class);
        return ((GuestAnswer.Stopped) answer).completion();
    }
}
