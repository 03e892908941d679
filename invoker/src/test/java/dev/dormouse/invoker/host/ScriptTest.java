package dev.dormouse.invoker.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.invoker.exchange.Header;
import dev.dormouse.invoker.wasm.Budget;
import dev.dormouse.invoker.wasm.CompiledModule;
import dev.dormouse.invoker.wasm.Completion;
import dev.dormouse.invoker.wasm.InProcessModuleCompiler;
import dev.dormouse.invoker.wasm.Instance;
import dev.dormouse.invoker.wasm.InstanceLimits;
import dev.dormouse.invoker.wasm.ModuleFacts;
import dev.dormouse.invoker.wasm.ModuleRefused;
import dev.dormouse.invoker.wasm.WasmEngine;
import dev.dormouse.snapshot.InstanceImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Scripts on the engine module that comes with the runtime, with the real engine below and a clock that stands still. */
class ScriptTest {
    private static final InstanceLimits LIMITS = new InstanceLimits(64 << 20, 10_000);
    private static final long REQUEST_FUEL = 20_000_000L;
    private static final long DEPLOY_FUEL = 2_000_000_000L;
    private static final long DEADLINE_NANOS = 30_000_000_000L;

    private static final ManualClock CLOCK = new ManualClock(0);
    private static final Host HOST = new Host(HostLimits.DEFAULT, CLOCK, CLOCK, TestGuest.strong(), CLOCK);

    private static CompiledModule engine;

    private final RecordedLog log = new RecordedLog(GuestLog.Level.TRACE);
    private final RecordedAnswer answer = new RecordedAnswer();

    @BeforeAll
    static void compileTheEngineModule() throws IOException, ModuleRefused {
        try (InputStream in = ScriptTest.class.getResourceAsStream("/dev/dormouse/invoker/js/quickjs.wasm");
                InProcessModuleCompiler compiler = new InProcessModuleCompiler()) {
            byte[] module = in.readAllBytes();
            engine = new WasmEngine().load(compiler.compile(module, Duration.ofMinutes(2)), HOST.functions());
        }
    }

    @Test
    void scriptAnswersARequest() throws ModuleRefused {
        Deployed hello = deploy("""
                export default {
                  async fetch(request, context) {
                    const url = new URL(request.url);
                    const body = await request.text();
                    return new Response(`${request.method} ${url.searchParams.get("x")} ${body} ${context.env.MODE}`,
                        { status: 201, headers: { "x-agent": request.headers.get("user-agent") } });
                  },
                };
                """);
        GuestAnswer.Whole whole = TestGuest.whole(hello.ask("body", new Header("user-agent", "test/1")));
        assertThat(new String(whole.body(), StandardCharsets.UTF_8)).isEqualTo("POST 1 body fast");
        assertThat(whole.head().status()).isEqualTo(201);
        assertThat(whole.head().headers()).contains(new Header("x-agent", "test/1"));
    }

    @Test
    void topLevelRunsOnceAndNoRequestSeesAnother() throws ModuleRefused {
        Deployed counter = deploy("let n = 41; export default () => new Response(String(++n));");
        for (int i = 0; i < 20; i++) {
            assertThat(TestGuest.body(counter.ask(""))).isEqualTo("42");
        }
    }

    @Test
    void noTwoRequestsDrawTheSame() throws ModuleRefused {
        Deployed drawing = deploy("""
                Math.random();
                export default () => new Response(Math.random() + " " + crypto.randomUUID());
                """);
        Set<String> numbers = new HashSet<>();
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            String[] drawn = TestGuest.body(drawing.ask("")).split(" ", -1);
            numbers.add(drawn[0]);
            ids.add(drawn[1]);
        }
        assertThat(numbers).hasSize(100);
        assertThat(ids).hasSize(100);
    }

    @Test
    void bodyOfALargeRequestComesThrough() throws ModuleRefused {
        Deployed echo = deploy("export default async (request) => new Response(await request.bytes());");
        String body = "0123456789abcdef".repeat(20_000);
        assertThat(TestGuest.body(echo.ask(body))).isEqualTo(body);
    }

    @Test
    void answerIsStreamedBetweenWaits() throws ModuleRefused {
        Deployed ticking = deploy("""
                async function* ticks() {
                  for (let n = 1; n <= 3; n++) {
                    yield `tick ${n}\\n`;
                    await new Promise((resolve) => setTimeout(resolve, 1000));
                  }
                }
                export default () => new Response(ticks(), { headers: { "content-type": "text/event-stream" } });
                """);
        long from = CLOCK.nanos();
        assertThat(ticking.ask("")).isEqualTo(new GuestAnswer.Streamed());
        assertThat(answer.text()).isEqualTo("tick 1\ntick 2\ntick 3\n");
        assertThat(answer.header("content-type")).isEqualTo("text/event-stream");
        assertThat(CLOCK.nanos() - from).isGreaterThanOrEqualTo(3_000_000_000L);
    }

    @Test
    void consoleIsTheLog() throws ModuleRefused {
        deploy("export default () => { console.log('hi', 1); console.error('oh'); return new Response(); };")
                .ask("");
        assertThat(log.lines()).containsExactly("INFO hi 1", "ERROR oh");
    }

    @Test
    void errorIsToldWithItsPlace() throws ModuleRefused {
        GuestAnswer failed = deploy("export default () => {\n  throw new TypeError('no dreams');\n};")
                .ask("");
        assertThat(failed)
                .isInstanceOfSatisfying(
                        GuestAnswer.Failed.class,
                        said -> assertThat(said.text()).contains("no dreams", "hello.js:2"));
    }

    @Test
    void scriptThatIsNoneIsRefusedWithItsPlace() {
        assertThatThrownBy(() -> deploy("export default () => {\n  let = ;\n};"))
                .isInstanceOfSatisfying(
                        ModuleRefused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(ModuleRefused.Reason.INITIALISATION))
                .hasMessageContaining("hello.js:2");
    }

    @Test
    void endlessScriptEndsWithItsFuel() throws ModuleRefused {
        Deployed endless = deploy("export default () => { for (;;) {} };");
        assertThat(TestGuest.stopped(endless.ask(""))).isEqualTo(new Completion.OutOfFuel());
    }

    @Test
    void waitEndsAtTheDeadline() throws ModuleRefused {
        Deployed waiting =
                deploy("export default () => new Promise((r) => setTimeout(() => r(new Response()), 3600000));");
        assertThat(TestGuest.stopped(waiting.ask(""))).isEqualTo(new Completion.PastDeadline());
    }

    @Test
    void engineTrainsWithoutARequest() throws ModuleRefused {
        Deployed hello = deploy("export default () => new Response('fine');");
        HostContext context = HOST.prepare(hello.settings(), hello.base().variables(), TestGuest.room());
        context.beginInitialisation(new byte[0], log, CLOCK.nanos() + DEADLINE_NANOS);
        Instance instance = engine.resume(hello.base(), context, LIMITS, TestGuest.room());
        assertThat(hello.program().train(live(instance, DEPLOY_FUEL))).isEqualTo(new Completion.Returned(0));
        context.endInitialisation();
    }

    private Deployed deploy(String script) throws ModuleRefused {
        ModuleFacts facts = engine.facts();
        GuestExports exports = new GuestExports(
                facts.imports().stream().map(ModuleFacts.Import::module).collect(Collectors.toSet()),
                facts.exports().stream()
                        .filter(exported -> exported.kind() == ModuleFacts.Kind.FUNCTION)
                        .collect(Collectors.toMap(ModuleFacts.Export::name, ModuleFacts.Export::type)));
        GuestProgram program = GuestProgram.of(GuestStyle.JS, Optional.empty(), exports);
        GuestSettings settings =
                HOST.validate(GuestStyle.JS, Map.of("MODE", "fast"), Map.of("script.name", "hello.js"));
        HostContext context = HOST.prepare(settings, Map.of(), TestGuest.room());
        Instance instance = engine.instantiate(context, LIMITS, TestGuest.room());
        context.beginInitialisation(script.getBytes(StandardCharsets.UTF_8), log, CLOCK.nanos() + DEADLINE_NANOS);
        program.open(live(instance, DEPLOY_FUEL), context);
        program.initialise(live(instance, DEPLOY_FUEL), context);
        context.endInitialisation();
        return new Deployed(program, settings, instance.capture(context.variables()));
    }

    private static LiveGuest live(Instance instance, long fuel) {
        Budget budget = new Budget(fuel, Long.MAX_VALUE, CLOCK);
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

    /** A script that was deployed. */
    private final class Deployed {
        private final GuestProgram program;
        private final GuestSettings settings;
        private final InstanceImage base;

        Deployed(GuestProgram program, GuestSettings settings, InstanceImage base) {
            this.program = program;
            this.settings = settings;
            this.base = base;
        }

        GuestProgram program() {
            return program;
        }

        GuestSettings settings() {
            return settings;
        }

        InstanceImage base() {
            return base;
        }

        GuestAnswer ask(String body, Header... headers) {
            HostContext context = HOST.prepare(settings, base.variables(), TestGuest.room());
            context.begin(TestGuest.request(body, headers), answer, log, CLOCK.nanos() + DEADLINE_NANOS);
            return program.invoke(live(engine.resume(base, context, LIMITS, TestGuest.room()), REQUEST_FUEL), context);
        }
    }
}
