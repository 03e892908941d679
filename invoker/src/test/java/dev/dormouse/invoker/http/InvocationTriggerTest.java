package dev.dormouse.invoker.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.invoker.exchange.Header;
import dev.dormouse.invoker.execution.Invocation;
import dev.dormouse.invoker.execution.InvocationResult;
import dev.dormouse.invoker.execution.InvocationResult.Failed;
import dev.dormouse.invoker.execution.RevisionSelector;
import dev.dormouse.scheduler.Admission;
import dev.dormouse.scheduler.Outcome;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InvocationTriggerTest {
    private final TestServer server = TestServer.started();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void answersWithWhatTheFunctionSaysAndHowItCameAbout() throws Exception {
        HttpResponse<String> response = server.send("POST", "/fn/echo", BodyPublishers.ofString("hello"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("hello");
        assertThat(header(response, "Dormouse-Invocation")).matches("[0-9a-f]{32}");
        assertThat(header(response, "Dormouse-Revision")).isEqualTo("echo@3");
        assertThat(header(response, "Dormouse-Start")).isEqualTo("resume");
        assertThat(header(response, "Dormouse-Fuel")).isEqualTo("1234");
        assertThat(header(response, "Server-Timing"))
                .isEqualTo("admit;dur=0.012, resume;dur=0.004, run;dur=1.500, total;dur=2.000");
    }

    @Test
    void keepsNoHeaderOfTheAnswerBefore() throws Exception {
        for (String type : new String[] {"html", "css", "css", "html"}) {
            server.functions.with(
                    type,
                    (invocation, sink) -> FakeFunctions.ok(invocation, "", new Header("content-type", "text/" + type)));

            HttpResponse<String> response = server.get("/fn/" + type);

            assertThat(response.headers().allValues("Content-Type")).containsExactly("text/" + type);
            assertThat(response.headers().allValues("Dormouse-Revision")).containsExactly(type + "@3");
            assertThat(server.get("/fn/ignore").headers().allValues("Content-Type"))
                    .isEmpty();
        }
    }

    @Test
    void makesOneInvocationOfTheRequest() throws Exception {
        server.get("/fn/echo@7/a%20b/../c?x=1&x=%20", "X-Thing", "one", "x-thing", "two");

        Invocation invocation = server.functions.seen().take();
        assertThat(invocation.function().value()).isEqualTo("echo");
        assertThat(invocation.selector()).isEqualTo(new RevisionSelector.ByNumber(7));
        assertThat(invocation.head().method()).isEqualTo("GET");
        assertThat(invocation.head().path()).isEqualTo("/a%20b/../c");
        assertThat(invocation.head().query()).isEqualTo("x=1&x=%20");
        assertThat(invocation.head().url())
                .isEqualTo("http://127.0.0.1:" + server.server.port() + "/fn/echo@7/a%20b/../c?x=1&x=%20");
        assertThat(invocation.head().remoteAddress()).isEqualTo("127.0.0.1");
        assertThat(invocation.head().headers()).contains(new Header("x-thing", "one"), new Header("x-thing", "two"));
        assertThat(invocation.timeoutNanos()).isEqualTo(Long.MAX_VALUE);
        assertThat(invocation.arrivedNanos()).isEqualTo(server.ticker.nanos());
    }

    @ParameterizedTest
    @CsvSource({"/fn/echo,live", "/fn/echo@canary,canary", "/fn/echo%40canary,canary"})
    void followsTheAliasOfThePath(String path, String alias) throws Exception {
        server.get(path);

        assertThat(server.functions.seen().take().selector()).isEqualTo(new RevisionSelector.ByAlias(alias));
        assertThat(server.functions.seen()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/fn/", "/fn/Echo", "/fn/echo@", "/fn/echo@1234567890", "/fn/echo@a@b", "/fn/%zz", "/fn/a%2fb"})
    void knowsNoFunctionUnderAnImpossibleName(String path) throws Exception {
        HttpResponse<String> response = server.get(path.replace("%zz", "%C3"));

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).contains("\"outcome\":\"NOT_FOUND\"", "\"type\":\"/problems/not-found\"");
        assertThat(server.functions.seen()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "PROPFIND"})
    void passesEveryMethodOn(String method) throws Exception {
        assertThat(server.send(method, "/fn/echo", BodyPublishers.noBody()).statusCode())
                .isEqualTo(200);
        assertThat(server.functions.seen().take().head().method()).isEqualTo(method);
    }

    @Test
    void tellsTheLengthOfABodyThatHeadDoesNotAskFor() throws Exception {
        HttpResponse<String> response = server.send("HEAD", "/fn/ignore", BodyPublishers.noBody());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "Content-Length")).isEqualTo("7");
        assertThat(server.get("/fn/ignore").body()).isEqualTo("ignored");
    }

    @Test
    void tellsTheLengthOfAStreamedBodyThatHeadDoesNotAskFor() throws Exception {
        HttpResponse<String> response = server.send("HEAD", "/fn/echo-stream", BodyPublishers.ofString("12345"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "Content-Length")).isEqualTo("5");
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void sendsNoBodyWithAStatusThatHasNone(int status) throws Exception {
        server.functions.with(
                "none",
                (invocation, sink) -> FakeFunctions.ok(invocation, status, "body".getBytes(StandardCharsets.UTF_8)));

        assertThat(server.get("/fn/none").statusCode()).isEqualTo(status);
        assertThat(server.get("/fn/ignore").body()).isEqualTo("ignored");
    }

    @Test
    void passesTheFunctionsHeadersOnButNotItsFraming() throws Exception {
        server.functions.with(
                "headers",
                (invocation, sink) -> FakeFunctions.ok(
                        invocation,
                        "body",
                        new Header("set-cookie", "a=1"),
                        new Header("set-cookie", "b=2"),
                        new Header("content-type", "text/html"),
                        new Header("content-length", "3"),
                        new Header("transfer-encoding", "chunked"),
                        new Header("connection", "close"),
                        new Header("dormouse-revision", "forged@1")));

        HttpResponse<String> response = server.get("/fn/headers");

        assertThat(response.body()).isEqualTo("body");
        assertThat(response.headers().allValues("Set-Cookie")).containsExactly("a=1", "b=2");
        assertThat(header(response, "Content-Type")).isEqualTo("text/html");
        assertThat(header(response, "Content-Length")).isEqualTo("4");
        assertThat(response.headers().allValues("Dormouse-Revision")).containsExactly("headers@3");
    }

    @ParameterizedTest
    @CsvSource({"x-ok,'a\r\nSet-Cookie: b'", "x-ok,'a\nb'", "'x y',a", "'',a", "'x\r\n',a", "X-Upper,a", "x-ok,ä"})
    void refusesAHeaderThatWouldBreakTheAnswer(String name, String value) throws Exception {
        server.functions.with(
                "bad", (invocation, sink) -> FakeFunctions.ok(invocation, "body", new Header(name, value)));

        HttpResponse<String> response = server.get("/fn/bad");

        assertThat(response.statusCode()).isEqualTo(502);
        assertThat(response.body()).contains("\"outcome\":\"TRAP\"");
        assertThat(response.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "GUEST_ERROR,502,guest-error",
        "TRAP,502,trap",
        "DEADLINE_EXCEEDED,504,deadline-exceeded",
        "FUEL_EXHAUSTED,504,fuel-exhausted",
        "MEMORY_EXCEEDED,507,memory-exceeded",
        "REJECTED,503,overloaded",
        "NOT_FOUND,404,not-found",
        "CANCELLED,503,cancelled",
        "INTERNAL,500,internal"
    })
    void mapsEachOutcomeToItsStatus(Outcome outcome, int status, String type) throws Exception {
        server.functions.with("fails", (invocation, sink) -> FakeFunctions.failed(outcome, "Because \"of\" it."));

        HttpResponse<String> response = server.get("/fn/fails");

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(header(response, "Content-Type")).isEqualTo("application/problem+json");
        assertThat(response.body())
                .isEqualTo("{\"type\":\"/problems/" + type + "\",\"title\":\""
                        + ProblemTable.ofOutcome(outcome, Optional.empty()).title() + "\",\"status\":" + status
                        + ",\"detail\":\"Because \\\"of\\\" it.\",\"outcome\":\"" + outcome + "\",\"invocation\":\""
                        + header(response, "Dormouse-Invocation") + "\"}");
    }

    @Test
    void tellsTheRuntimesMemoryFromTheFunctions() throws Exception {
        server.functions.with(
                "hungry",
                (invocation, sink) -> new InvocationResult(
                        Outcome.MEMORY_EXCEEDED,
                        new Failed("Full.", Optional.of(Duration.ofSeconds(3))),
                        FakeFunctions.NO_FACTS));

        HttpResponse<String> response = server.get("/fn/hungry");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(header(response, "Retry-After")).isEqualTo("3");
        assertThat(response.body()).contains("/problems/memory-full", "\"outcome\":\"MEMORY_EXCEEDED\"");
    }

    @ParameterizedTest
    @CsvSource({"FUNCTION_AT_LIMIT,429,function-at-limit", "PROCESS_AT_LIMIT,503,overloaded", "STOPPING,503,stopping"})
    void tellsTheCallersLimitFromTheServices(Admission.Reason reason, int status, String type) throws Exception {
        var failed = new Failed("Full.", Optional.of(Duration.ofMillis(1_100)), Optional.of(reason));
        server.functions.with(
                "full", (invocation, sink) -> new InvocationResult(Outcome.REJECTED, failed, FakeFunctions.NO_FACTS));

        HttpResponse<String> response = server.get("/fn/full");

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).contains("/problems/" + type);
        assertThat(header(response, "Retry-After")).isEqualTo("2");
    }

    @Test
    void takesATimeoutFromTheCaller() throws Exception {
        server.get("/fn/echo", "Dormouse-Timeout-Millis", "250");

        assertThat(server.functions.seen().take().timeoutNanos()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(250));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "soon", "1.5", "9223372036854775808"})
    void refusesATimeoutThatIsNone(String timeout) throws Exception {
        HttpResponse<String> response = server.get("/fn/echo", "Dormouse-Timeout-Millis", timeout);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("Dormouse-Timeout-Millis");
        assertThat(server.functions.seen()).isEmpty();
    }

    @Test
    void answersAFaultOfTheHandlerWithoutItsText() throws Exception {
        server.functions.with("breaks", (invocation, sink) -> {
            throw new IllegalStateException("secret");
        });

        HttpResponse<String> response = server.get("/fn/breaks");

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).contains("/problems/internal").doesNotContain("secret");
    }

    @Test
    void tellsNothingOfTimeAndFuelIfThatIsTurnedOff() throws Exception {
        try (var quiet = new TestServer(HttpSettings.defaults().withTimingDetail(false))) {
            HttpResponse<String> response = quiet.get("/fn/echo");

            assertThat(response.headers().firstValue("Server-Timing")).isEmpty();
            assertThat(response.headers().firstValue("Dormouse-Fuel")).isEmpty();
            assertThat(header(response, "Dormouse-Revision")).isEqualTo("echo@3");
        }
    }

    private static String header(HttpResponse<?> response, String name) {
        return TestServer.header(response, name).orElseThrow();
    }
}
