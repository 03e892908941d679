package dev.dormouse.invoker.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.invoker.Refused;
import dev.dormouse.invoker.agent.AgentMessage;
import dev.dormouse.invoker.exchange.AnswerHead;
import dev.dormouse.invoker.execution.Invocation;
import dev.dormouse.invoker.execution.InvocationFacts;
import dev.dormouse.invoker.execution.InvocationResult;
import dev.dormouse.invoker.execution.InvocationResult.Declined;
import dev.dormouse.invoker.execution.InvocationResult.Failed;
import dev.dormouse.invoker.execution.InvocationResult.Whole;
import dev.dormouse.invoker.execution.RevisionSelector;
import dev.dormouse.scheduler.Admission;
import dev.dormouse.scheduler.Outcome;
import dev.dormouse.snapshot.AgentId;
import dev.dormouse.snapshot.FunctionName;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages to agents, as far as they differ from invocations of functions. */
class AgentTriggerTest {
    private final TestServer server = TestServer.started();

    @AfterEach
    void stop() {
        server.close();
    }

    private AgentMessage messageOf(String path, String... headers) throws Exception {
        assertThat(server.get(path, headers).statusCode()).isEqualTo(200);
        return server.functions.seen().take().message().orElseThrow();
    }

    @Test
    void makesAMessageOfTheRequest() throws Exception {
        HttpResponse<String> response = server.send(
                "POST",
                "/agents/echo/room%201/say//it?x=1",
                BodyPublishers.ofString("hello"),
                "Idempotency-Key",
                "k-1");

        assertThat(response.body()).isEqualTo("hello");
        Invocation invocation = server.functions.seen().take();
        assertThat(invocation.function().value()).isEqualTo("echo");
        assertThat(invocation.selector()).isEqualTo(RevisionSelector.LIVE);
        assertThat(invocation.message())
                .contains(new AgentMessage(new AgentId(new FunctionName("echo"), "room 1"), Optional.of("k-1")));
        assertThat(invocation.head().path()).isEqualTo("/say//it");
        assertThat(invocation.head().query()).isEqualTo("x=1");
        assertThat(invocation.head().url()).endsWith("/agents/echo/room%201/say//it?x=1");
    }

    @Test
    void makesNoMessageOfAnInvocation() throws Exception {
        server.get("/fn/echo", "Idempotency-Key", "k-1");

        assertThat(server.functions.seen().take().message()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/agents/echo/a,a,/",
        "/agents/echo/a/,a,/",
        "/agents/echo/a%2Fb,a/b,/",
        "/agents/echo/a%2Fb/c%2Fd,a/b,/c%2Fd",
        "/agents/echo/%C3%A4,ä,/",
        "/agents/echo/a@b,a@b,/",
        "/agents/echo/%2E%2E,..,/",
        "/agents/echo/a+b,a+b,/"
    })
    void takesTheKeyFromThePath(String path, String key, String rest) throws Exception {
        assertThat(server.get(path).statusCode()).isEqualTo(200);

        Invocation invocation = server.functions.seen().take();
        assertThat(invocation.message().orElseThrow().agent().key()).isEqualTo(key);
        assertThat(invocation.head().path()).isEqualTo(rest);
    }

    @Test
    void takesAKeyOf256BytesAndNoneThatIsLonger() throws Exception {
        String longest = "%C3%A4".repeat(128);

        assertThat(messageOf("/agents/echo/" + longest).agent().key()).hasSize(128);
        assertThat(server.get("/agents/echo/x" + longest).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/agents/echo/", "/agents/echo//x", "/agents/echo/%C3", "/agents/echo/%C3%28/x"})
    void refusesAKeyThatIsNone(String path) throws Exception {
        HttpResponse<String> response = server.get(path);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("/problems/bad-input", "An agent's key");
        assertThat(server.functions.seen()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/agents/", "/agents/echo", "/agents/Echo/a", "/agents//a", "/agents/a%2fb/c"})
    void knowsNoAgentUnderAnImpossibleName(String path) throws Exception {
        HttpResponse<String> response = server.get(path);

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).contains("\"outcome\":\"NOT_FOUND\"", "/agents/{function}/{key}");
        assertThat(server.functions.seen()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/agents/echo@3/a", "/agents/echo@canary/a", "/agents/echo%403/a", "/agents/echo@/a"})
    void letsNoMessageChooseTheRevision(String path) throws Exception {
        HttpResponse<String> response = server.get(path);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("stays on the revision");
        assertThat(server.functions.seen()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "abc,abc",
        "'\"abc\"',abc",
        "'\"a\\\"b\\\\c\"','a\"b\\c'",
        "'a,b;c=1','a,b;c=1'",
        "8e03978e-40d5-43dd-bc93-6894a57f9324,8e03978e-40d5-43dd-bc93-6894a57f9324"
    })
    void takesAnIdempotencyKeyWithAndWithoutQuotes(String header, String key) throws Exception {
        assertThat(messageOf("/agents/echo/a", "Idempotency-Key", header).idempotencyKey())
                .contains(key);
    }

    @Test
    void takesAnIdempotencyKeyOf255CharactersAndNoneThatIsLonger() throws Exception {
        String longest = "k".repeat(255);

        assertThat(messageOf("/agents/echo/a", "Idempotency-Key", '"' + longest + '"')
                        .idempotencyKey())
                .contains(longest);
        assertThat(server.get("/agents/echo/a", "Idempotency-Key", longest + "k")
                        .statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"\"", "\"", "\"a", "\"a\"b", "\"a\";x=1", "\"a\\b\"", "\"a\\", "a b", "\"a b\""})
    void refusesAnIdempotencyKeyThatIsNone(String header) throws Exception {
        HttpResponse<String> response = server.get("/agents/echo/a", "Idempotency-Key", header);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("Idempotency-Key");
        assertThat(server.functions.seen()).isEmpty();
    }

    @Test
    void refusesTwoIdempotencyKeys() throws Exception {
        HttpResponse<String> response =
                server.get("/agents/echo/a", "Idempotency-Key", "one", "Idempotency-Key", "two");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("has 2");
    }

    @Test
    void tellsTheGenerationAndTheTimeOfItsCommit() throws Exception {
        server.functions.with("counts", (invocation, sink) -> {
            InvocationFacts facts = FakeFunctions.facts(invocation);
            return new InvocationResult(
                    Outcome.OK,
                    new Whole(new AnswerHead(200, List.of()), new byte[0]),
                    new InvocationFacts(
                            facts.revision(),
                            facts.start(),
                            facts.fuel(),
                            facts.admitNanos(),
                            facts.loadNanos(),
                            facts.loadTier(),
                            facts.resumeNanos(),
                            facts.runNanos(),
                            800_000,
                            17,
                            facts.totalNanos()));
        });

        HttpResponse<String> response = server.get("/agents/counts/a");

        assertThat(TestServer.header(response, "Dormouse-Generation")).contains("17");
        assertThat(TestServer.header(response, "Server-Timing").orElseThrow())
                .contains("run;dur=1.500, commit;dur=0.800, total;");
    }

    @Test
    void tellsNoGenerationOfAFunction() throws Exception {
        assertThat(TestServer.header(server.get("/fn/echo"), "Dormouse-Generation"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"KEY_REUSED,422,key-reused", "STORE_UNAVAILABLE,503,store-unavailable", "TOO_LARGE,413,too-large"})
    void answersAMessageThatIsDeclined(Refused.Kind kind, int status, String type) throws Exception {
        var declined = new Declined(new Refused(kind, "Because of it."));
        server.functions.with(
                "declines",
                (invocation, sink) -> new InvocationResult(Outcome.REJECTED, declined, FakeFunctions.NO_FACTS));

        HttpResponse<String> response = server.get("/agents/declines/a");

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body())
                .contains("/problems/" + type, "Because of it.", "\"outcome\":\"REJECTED\"", "\"invocation\":\"");
        assertThat(TestServer.header(response, "Retry-After").isPresent()).isEqualTo(status == 503);
    }

    @Test
    void answersAFullMailboxWithTheTimeToComeAgain() throws Exception {
        var failed =
                new Failed("Full.", Optional.of(Duration.ofSeconds(3)), Optional.of(Admission.Reason.AGENT_AT_LIMIT));
        server.functions.with(
                "full", (invocation, sink) -> new InvocationResult(Outcome.REJECTED, failed, FakeFunctions.NO_FACTS));

        HttpResponse<String> response = server.get("/agents/full/a");

        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(response.body()).contains("/problems/agent-at-limit");
        assertThat(TestServer.header(response, "Retry-After")).contains("3");
    }
}
