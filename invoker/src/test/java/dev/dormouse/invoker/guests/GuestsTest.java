package dev.dormouse.invoker.guests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.invoker.guests.DeployedGuest.Reply;
import dev.dormouse.invoker.wasm.ModuleRefused;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ABI as docs/abi.md defines it, seen by guests of one behaviour each. */
class GuestsTest {
    private static final Path FOLDER = Path.of("src/test/resources/guests");

    @Test
    void nothingOfARequestIsSeenByTheNext() throws ModuleRefused {
        DeployedGuest counter = guest("counter");
        for (int i = 0; i < 1_000; i++) {
            assertThat(counter.ask("").text()).isEqualTo("global=1 memory=1 table=1\n");
        }
    }

    @Test
    void instantiationLeavesItsTracesOnce() throws ModuleRefused {
        DeployedGuest startCounter = guest("start-counter");
        for (int i = 0; i < 10; i++) {
            assertThat(startCounter.ask("").text()).isEqualTo("starts=1 text=Hello passive=world call=42\n");
        }
        assertThat(guest("start-counter", "kept").ask("").status()).isEqualTo(200);
        assertThat(guest("start-counter", "dropped_data").ask("").status()).isEqualTo(502);
        assertThat(guest("start-counter", "dropped_element").ask("").status()).isEqualTo(502);
    }

    @Test
    void initialisesAsGhcWantsItAndTakesAnEntryWithoutAResult() throws ModuleRefused {
        assertThat(guest("haskell").ask("").text()).isEqualTo("_initialize hs_init(0,0)");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 4096, 1_000_003})
    void bodiesComeBackUnchanged(int length) throws ModuleRefused {
        byte[] body = new byte[length];
        new Random(length).nextBytes(body);
        assertThat(guest("echo").ask("", body).body()).isEqualTo(body);
        assertThat(guest("stream").ask("", body).body()).isEqualTo(body);
        assertThat(guest("wasi-echo").ask("", body).body()).isEqualTo(body);
    }

    @Test
    void theRequestHeadComesInAndTheResponseHeadGoesOut() throws ModuleRefused {
        Reply reply = guest("headers").ask("a=1&status=418", new byte[0]);
        assertThat(reply.status()).isEqualTo(418);
        assertThat(reply.contentType()).isEqualTo("application/json");
        assertThat(reply.text())
                .startsWith("{\"method\":\"POST\",\"path\":\"/\",\"query\":\"a=1&status=418\",")
                .contains("[\"x-test\",\"1\"]", "\"function\":\"guest\"");
    }

    @ParameterizedTest
    @CsvSource({
        "u, 502, ''",
        "d, 502, ''",
        "o, 502, ''",
        "t, 502, ''",
        "b, 502, ''",
        "i, 502, ''",
        "s, 502, ''",
        "e, 502, ''",
        "h, 502, does not lie within one host block",
        "r, 502, the guest says no",
        "c, 502, return value 7",
        "x, 200, ''"
    })
    void endsInTheWayThatItIsAskedFor(String kind, int status, String text) throws ModuleRefused {
        Reply reply = guest("trap").ask("kind=" + kind, new byte[0]);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.text()).contains(text);
    }

    @Test
    void outboundHttpIsGrantedToNobody() throws ModuleRefused {
        Reply reply = guest("http").ask("");
        assertThat(reply.status()).isEqualTo(502);
        assertThat(reply.text()).contains("outbound HTTP is not granted");
    }

    @Test
    void memoryEndsAtItsLimit() throws ModuleRefused {
        assertThat(guest("grow").ask("").text()).isEqualTo(String.valueOf((64 << 20) / 65_536));
    }

    @Test
    void tablesEndAtTheirLimit() throws ModuleRefused {
        assertThat(guest("grow", "table").ask("").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "grow, blocks, Host blocks",
        "vars, fill, The variables",
        "log-flood, handle, bytes to the log",
        "log-flood, endless, bytes to the log",
        "answer-flood, handle, An answer",
        "answer-flood, whole, An answer"
    })
    void whatTheHostMustHoldIsLimited(String name, String entry, String limit) throws ModuleRefused {
        Reply reply = guest(name, entry).ask("");
        assertThat(reply.status()).isEqualTo(507);
        assertThat(reply.text()).contains(limit);
    }

    @Test
    void recursionIsGoodUntilTheStackIsExhausted() throws ModuleRefused {
        DeployedGuest deep = guest("deep");
        assertThat(deep.ask("1000").text()).isEqualTo("000003e8");
        assertThat(deep.ask("2000000000").status()).isEqualTo(502);
        assertThat(guest("deep", "wide").ask("").status()).isEqualTo(502);
        assertThat(deep.ask("1000").text()).isEqualTo("000003e8");
    }

    @Test
    void everyRequestDrawsItsOwnRandomness() throws ModuleRefused {
        DeployedGuest random = guest("random");
        Set<String> drawn = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            String[] lines = random.ask("").text().split("\n", -1);
            assertThat(lines[0]).matches("random_get=[0-9a-f]{64}");
            assertThat(lines[1]).matches("random_bytes=[0-9a-f]{64}");
            drawn.add(lines[0]);
            drawn.add(lines[1]);
        }
        assertThat(drawn).hasSize(200);
    }

    @Test
    void clocksAskTheHost() throws ModuleRefused {
        long millis = 1_767_323_045_678L;
        assertThat(guest("random").ask("").text())
                .contains("clock_millis=%016x\n".formatted(millis), "realtime=%016x\n".formatted(millis * 1_000_000));
    }

    @Test
    void variablesOfARequestAreGoneWithIt() throws ModuleRefused {
        DeployedGuest vars = guest("vars");
        assertThat(vars.ask("first").text()).isEmpty();
        assertThat(vars.ask("second").text()).isEmpty();
    }

    @Test
    void aGuestIsToldOfEachResumeOnce() throws ModuleRefused {
        DeployedGuest onResume = guest("on-resume");
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            byte[] answer = onResume.ask("").body();
            assertThat(answer).hasSize(17).endsWith(1);
            ids.add(Arrays.toString(answer));
        }
        assertThat(ids).hasSize(100);
    }

    @Test
    void aFailingResumeHookFailsTheRequest() throws ModuleRefused {
        assertThat(guest("on-resume-trap").ask("").status()).isEqualTo(502);
    }

    @ParameterizedTest
    @ValueSource(strings = {"spin-start", "spin-initialize"})
    void initialisationEndsWithItsFuel(String name) {
        assertThatThrownBy(() -> guest(name))
                .isInstanceOf(ModuleRefused.class)
                .hasMessageContaining("used up its fuel");
    }

    @Test
    void commandsAreCgiPrograms() throws ModuleRefused {
        DeployedGuest echo = guest("wasi-echo");
        Reply plain = echo.ask("body");
        assertThat(plain.text()).isEqualTo("body");
        assertThat(plain.log()).containsExactly("wasi-echo");
        Reply missing = echo.ask("status=404 Not Found", new byte[] {'x'});
        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.headers())
                .anySatisfy(header ->
                        assertThat(header.name() + ": " + header.value()).isEqualTo("x-guest: wasi-echo"));
        assertThat(missing.text()).isEqualTo("x");
        assertThat(echo.ask("exit=3", new byte[0]).text()).contains("exit code 3");
        assertThat(echo.ask("abort", new byte[0]).status()).isEqualTo(502);
    }

    @ParameterizedTest
    @CsvSource({
        "GATEWAY_INTERFACE, CGI/1.1",
        "REQUEST_METHOD, POST",
        "SCRIPT_NAME, /fn/guest",
        "SERVER_NAME, localhost",
        "SERVER_PORT, 8080",
        "REMOTE_ADDR, 127.0.0.1",
        "HTTP_X_TEST, 1",
        "GREETING, hello",
        "MISSING, ''"
    })
    void commandsFindTheRequestInTheirEnvironment(String name, String value) throws ModuleRefused {
        byte[] answer = guest("wasi-echo").ask("env=" + name, new byte[0]).body();
        assertThat(new String(answer, StandardCharsets.UTF_8)).isEqualTo(value);
    }

    private static DeployedGuest guest(String name) throws ModuleRefused {
        return DeployedGuest.of(FOLDER.resolve(name + ".wasm"));
    }

    private static DeployedGuest guest(String name, String entry) throws ModuleRefused {
        return DeployedGuest.of(FOLDER.resolve(name + ".wasm"), Optional.of(entry), Map.of());
    }
}
