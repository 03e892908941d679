package dev.dormouse.invoker.guests;

import dev.dormouse.invoker.exchange.AnswerHead;
import dev.dormouse.invoker.exchange.Header;
import dev.dormouse.invoker.exchange.RequestHead;
import dev.dormouse.invoker.host.AnswerOpening;
import dev.dormouse.invoker.host.GuestAnswer;
import dev.dormouse.invoker.host.GuestExports;
import dev.dormouse.invoker.host.GuestLog;
import dev.dormouse.invoker.host.GuestProgram;
import dev.dormouse.invoker.host.GuestRequest;
import dev.dormouse.invoker.host.GuestSettings;
import dev.dormouse.invoker.host.GuestStyle;
import dev.dormouse.invoker.host.Host;
import dev.dormouse.invoker.host.HostContext;
import dev.dormouse.invoker.host.HostLimits;
import dev.dormouse.invoker.host.LiveGuest;
import dev.dormouse.invoker.wasm.Budget;
import dev.dormouse.invoker.wasm.CompiledModule;
import dev.dormouse.invoker.wasm.Completion;
import dev.dormouse.invoker.wasm.InProcessModuleCompiler;
import dev.dormouse.invoker.wasm.Instance;
import dev.dormouse.invoker.wasm.InstanceLimits;
import dev.dormouse.invoker.wasm.MemoryBudget;
import dev.dormouse.invoker.wasm.MemoryReservation;
import dev.dormouse.invoker.wasm.ModuleFacts;
import dev.dormouse.invoker.wasm.ModuleRefused;
import dev.dormouse.invoker.wasm.WasmEngine;
import dev.dormouse.snapshot.FunctionName;
import dev.dormouse.snapshot.InstanceImage;
import dev.dormouse.snapshot.InvocationId;
import dev.dormouse.snapshot.RevisionId;
import dev.dormouse.snapshot.Ticker;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * A module that went the way of a deploy, from its bytes to its base image, on the real engine and the real host
 * functions; each request resumes it. Clocks stand still.
 */
final class DeployedGuest {
    private static final InstanceLimits LIMITS = new InstanceLimits(64 << 20, 100_000);
    private static final long FUEL = 500_000_000L;
    private static final Ticker STOPPED = () -> 0;
    private static final Random RANDOM = new Random(4711);
    private static final Host HOST = new Host(
            HostLimits.DEFAULT.withMaxAnswerBytes(16 << 20),
            () -> Instant.parse("2026-01-02T03:04:05.678Z"),
            STOPPED,
            RANDOM,
            (untilNanos, cancelled) -> {});

    private static final Map<Path, CompiledModule> COMPILED = new ConcurrentHashMap<>();

    private final CompiledModule module;
    private final GuestProgram program;
    private final GuestSettings settings;
    private final InstanceImage base;

    private DeployedGuest(CompiledModule module, GuestProgram program, GuestSettings settings, InstanceImage base) {
        this.module = module;
        this.program = program;
        this.settings = settings;
        this.base = base;
    }

    /** The guest in a file, as it is deployed without any option. */
    static DeployedGuest of(Path file) throws ModuleRefused {
        return of(file, Optional.empty(), Map.of());
    }

    static DeployedGuest of(Path file, Optional<String> entry, Map<String, String> config) throws ModuleRefused {
        return deploy(compile(file), entry, config);
    }

    /** Compiles a module once for all tests. */
    static CompiledModule compile(Path file) throws ModuleRefused {
        CompiledModule known = COMPILED.get(file);
        if (known != null) {
            return known;
        }
        try (InProcessModuleCompiler compiler = new InProcessModuleCompiler()) {
            CompiledModule compiled =
                    new WasmEngine().load(compiler.compile(read(file), Duration.ofMinutes(1)), HOST.functions());
            COMPILED.put(file, compiled);
            return compiled;
        }
    }

    static DeployedGuest deploy(CompiledModule module, Optional<String> entry, Map<String, String> config)
            throws ModuleRefused {
        GuestExports exports = exports(module.facts());
        GuestStyle style = GuestStyle.of(exports);
        GuestProgram program = GuestProgram.of(style, entry, exports);
        GuestSettings settings = HOST.validate(style, Map.of("GREETING", "hello"), config);
        HostContext context = HOST.prepare(settings, Map.of(), memory());
        Instance instance = module.instantiate(context, LIMITS, memory());
        context.beginInitialisation(new byte[0], (level, line) -> {}, Long.MAX_VALUE);
        program.open(live(instance), context);
        program.initialise(live(instance), context);
        context.endInitialisation();
        return new DeployedGuest(module, program, settings, instance.capture(context.variables()));
    }

    ModuleFacts facts() {
        return module.facts();
    }

    Reply ask(String body) {
        return ask("", body.getBytes(StandardCharsets.UTF_8));
    }

    Reply ask(String query, byte[] body) {
        RequestHead head = new RequestHead(
                "POST",
                "/",
                query,
                "http://localhost:8080/fn/guest" + (query.isEmpty() ? "" : "?" + query),
                List.of(new Header("host", "localhost:8080"), new Header("x-test", "1")),
                "127.0.0.1");
        GuestRequest request = new GuestRequest(
                InvocationId.draw(RANDOM),
                new RevisionId(new FunctionName("guest"), 1),
                head,
                new ByteArrayInputStream(body));
        HostContext context = HOST.prepare(settings, base.variables(), memory());
        List<String> log = new ArrayList<>();
        StreamedAnswer streamed = new StreamedAnswer();
        context.begin(request, streamed, collecting(log), Long.MAX_VALUE);
        GuestAnswer answer = program.invoke(live(module.resume(base, context, LIMITS, memory())), context);
        return streamed.reply(answer, log);
    }

    private static MemoryReservation memory() {
        return new MemoryBudget(Long.MAX_VALUE).open();
    }

    private static GuestLog collecting(List<String> log) {
        return (level, line) -> log.add(line);
    }

    private static LiveGuest live(Instance instance) {
        Budget budget = new Budget(FUEL, Long.MAX_VALUE, STOPPED);
        return new LiveGuest() {
            @Override
            public Completion start() {
                return instance.start(budget);
            }

            @Override
            public Completion call(String export, long... arguments) {
                return instance.call(export, budget, arguments);
            }
        };
    }

    private static GuestExports exports(ModuleFacts facts) {
        return new GuestExports(
                facts.imports().stream().map(ModuleFacts.Import::module).collect(Collectors.toSet()),
                facts.exports().stream()
                        .filter(exported -> exported.kind() == ModuleFacts.Kind.FUNCTION)
                        .collect(Collectors.toMap(ModuleFacts.Export::name, ModuleFacts.Export::type)));
    }

    static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What went out before the guest ended. */
    private static final class StreamedAnswer implements AnswerOpening {
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private Optional<AnswerHead> head = Optional.empty();

        @Override
        public ByteArrayOutputStream open(AnswerHead opened) {
            head = Optional.of(opened);
            return body;
        }

        Reply reply(GuestAnswer answer, List<String> log) {
            return switch (answer) {
                case GuestAnswer.Whole whole ->
                    new Reply(whole.head().status(), whole.head().headers(), whole.body(), log);
                case GuestAnswer.Streamed streamed ->
                    new Reply(head.orElseThrow().status(), head.orElseThrow().headers(), body.toByteArray(), log);
                case GuestAnswer.Failed failed -> failure(502, failed.text(), log);
                case GuestAnswer.Stopped stopped -> stopped(stopped.completion(), log);
            };
        }

        private static Reply stopped(Completion completion, List<String> log) {
            return switch (completion) {
                case Completion.Trapped trapped -> failure(502, trapped.reason(), log);
                case Completion.OutOfMemory memory -> failure(507, memory.limit(), log);
                case Completion.RuntimeFull full -> failure(503, full.limit(), log);
                case Completion.OutOfFuel fuel -> failure(504, "fuel", log);
                case Completion.PastDeadline deadline -> failure(504, "deadline", log);
                case Completion.Cancelled cancelled -> failure(499, "cancelled", log);
                case Completion.Returned returned -> throw new AssertionError(returned);
                case Completion.Exited exited -> throw new AssertionError(exited);
            };
        }

        private static Reply failure(int status, String text, List<String> log) {
            return new Reply(status, List.of(), text.getBytes(StandardCharsets.UTF_8), log);
        }
    }

    /**
     * What the caller would get.
     *
     * @param status of the answer
     * @param headers of the answer; none if the guest failed
     * @param body of the answer, or what went wrong
     * @param log the lines that the guest logged
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Reply(int status, List<Header> headers, byte[] body, List<String> log) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        String contentType() {
            return headers.stream()
                    .filter(header -> header.name().equals("content-type"))
                    .map(Header::value)
                    .collect(Collectors.joining("; "));
        }
    }
}
