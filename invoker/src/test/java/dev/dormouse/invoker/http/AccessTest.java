package dev.dormouse.invoker.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.invoker.access.KeyIssuer;
import dev.dormouse.invoker.access.Scope;
import dev.dormouse.snapshot.ModuleDigest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Each route by each kind of caller. A route that is not in the table of this test fails it. */
class AccessTest {
    private static final byte[] MODULE = {0, 'a', 's', 'm'};
    private static final String GARBAGE = "dk_000000000000_" + "A".repeat(43);

    private final TestServer server = TestServer.started();

    @AfterEach
    void stop() {
        server.close();
    }

    /** A request to a route that does something, and the status if it may. */
    private record Sample(String method, String path, String type, String body, int status) {}

    private static Sample sample(Endpoint endpoint) {
        String digest = ModuleDigest.of(MODULE).hex();
        return switch (endpoint) {
            case INVOKE -> new Sample("POST", "/fn/echo", "text/plain", "x", 200);
            case INVOKE_PATH -> new Sample("POST", "/fn/echo/a/b", "text/plain", "x", 200);
            case MESSAGE -> new Sample("POST", "/agents/echo/a", "text/plain", "x", 200);
            case MESSAGE_PATH -> new Sample("POST", "/agents/echo/a/b", "text/plain", "x", 200);
            case LIST_AGENTS -> new Sample("GET", "/v1/agents?function=chat", "", "", 200);
            case GET_AGENT -> new Sample("GET", "/v1/agents/chat/a", "", "", 200);
            case DELETE_AGENT -> new Sample("DELETE", "/v1/agents/chat/a", "", "", 204);
            case SUSPEND_AGENT -> new Sample("POST", "/v1/agents/chat/a/suspend", "", "", 200);
            case RESUME_AGENT -> new Sample("POST", "/v1/agents/chat/a/resume", "", "", 200);
            case FORK_AGENT ->
                new Sample("POST", "/v1/agents/chat/a/fork", "application/json", "{\"newKey\":\"b\"}", 201);
            case REVERT_AGENT ->
                new Sample("POST", "/v1/agents/chat/a/revert", "application/json", "{\"generation\":1}", 200);
            case MOVE_AGENT -> new Sample("POST", "/v1/agents/chat/a/move", "application/json", "{}", 200);
            case LIST_FUNCTIONS -> new Sample("GET", "/v1/functions", "", "", 200);
            case GET_FUNCTION -> new Sample("GET", "/v1/functions/there", "", "", 200);
            case DEPLOY -> new Sample("PUT", "/v1/functions/fresh", "text/javascript", "x", 201);
            case DELETE_FUNCTION -> new Sample("DELETE", "/v1/functions/there", "", "", 204);
            case LIST_LOGS -> new Sample("GET", "/v1/functions/there/logs", "", "", 200);
            case LIST_REVISIONS -> new Sample("GET", "/v1/functions/there/revisions", "", "", 200);
            case GET_REVISION -> new Sample("GET", "/v1/functions/there/revisions/1", "", "", 200);
            case GET_ALIAS -> new Sample("GET", "/v1/functions/there/aliases/live", "", "", 200);
            case PUT_ALIAS ->
                new Sample(
                        "PUT",
                        "/v1/functions/there/aliases/other",
                        "application/json",
                        "{\"targets\":[{\"revision\":1}]}",
                        200);
            case DELETE_ALIAS -> new Sample("DELETE", "/v1/functions/there/aliases/live", "", "", 409);
            case PUT_MODULE -> new Sample("PUT", "/v1/modules/" + digest, "application/wasm", "\0asm", 201);
            case LIVEZ -> new Sample("GET", "/livez", "", "", 200);
            case READYZ -> new Sample("GET", "/readyz", "", "", 200);
            case OPENAPI -> new Sample("GET", "/openapi.yaml", "", "", 200);
        };
    }

    private HttpResponse<String> send(Sample sample, String... headers) throws Exception {
        String[] all =
                java.util.Arrays.copyOf(headers, headers.length + (sample.type().isEmpty() ? 0 : 2));
        if (!sample.type().isEmpty()) {
            all[headers.length] = "Content-Type";
            all[headers.length + 1] = sample.type();
        }
        return server.send(sample.method(), sample.path(), BodyPublishers.ofString(sample.body()), all);
    }

    private Map<Scope, String> issueOneKeyForEachScope() throws NoSuchAlgorithmException {
        var random = SecureRandom.getInstance("SHA1PRNG");
        random.setSeed(1);
        var issuer = new KeyIssuer(server.keys, random, InstantSource.fixed(Instant.EPOCH));
        Map<Scope, String> tokens = new EnumMap<>(Scope.class);
        for (Scope scope : Scope.values()) {
            tokens.put(scope, issuer.issue(Set.of(scope)).token());
        }
        return tokens;
    }

    @ParameterizedTest
    @EnumSource(Endpoint.class)
    void asksEachRouteForItsScope(Endpoint endpoint) throws Exception {
        deployOne();
        Map<Scope, String> tokens = issueOneKeyForEachScope();
        Sample sample = sample(endpoint);
        if (endpoint.scope().isEmpty()) {
            assertThat(send(sample).statusCode()).isEqualTo(sample.status());
            return;
        }
        Scope right = endpoint.scope().get();
        String token = Objects.requireNonNull(tokens.get(right));

        HttpResponse<String> anonymous = send(sample);
        assertThat(anonymous.statusCode()).isEqualTo(401);
        assertThat(TestServer.header(anonymous, "WWW-Authenticate")).contains("Bearer realm=\"dormouse\"");
        assertThat(send(sample, "Authorization", "Bearer " + GARBAGE).statusCode())
                .isEqualTo(401);
        assertThat(send(sample, "Authorization", "Bearer x").statusCode()).isEqualTo(401);
        assertThat(send(sample, "Authorization", "Basic " + token).statusCode()).isEqualTo(401);
        assertThat(send(sample, "Authorization", "Bearer " + tamper(token)).statusCode())
                .isEqualTo(401);
        for (Scope wrong : EnumSet.complementOf(EnumSet.of(right))) {
            assertThat(send(sample, "Authorization", "Bearer " + tokens.get(wrong))
                            .statusCode())
                    .isEqualTo(403);
        }
        assertThat(server.functions.seen()).isEmpty();
        assertThat(send(sample, "Authorization", "Bearer " + token).statusCode())
                .isEqualTo(sample.status());
    }

    private static String tamper(String token) {
        char last = token.charAt(token.length() - 2);
        return token.substring(0, token.length() - 2) + (last == 'A' ? 'B' : 'A') + token.charAt(token.length() - 1);
    }

    @ParameterizedTest
    @EnumSource(Endpoint.class)
    void asksNobodyWhileThereAreNoKeys(Endpoint endpoint) throws Exception {
        deployOne();
        Sample sample = sample(endpoint);

        assertThat(send(sample).statusCode()).isEqualTo(sample.status());
    }

    @ParameterizedTest
    @CsvSource({"http://evil.example,403", "null,403", "http://localhost:1,403", "SAME,201"})
    void letsNoForeignPageChangeAKeylessRuntime(String origin, int status) throws Exception {
        String sent = origin.equals("SAME") ? "http://127.0.0.1:" + server.server.port() : origin;

        assertThat(send(sample(Endpoint.DEPLOY), "Origin", sent).statusCode()).isEqualTo(status);
    }

    @ParameterizedTest
    @EnumSource(
            value = Endpoint.class,
            names = {"MESSAGE", "MESSAGE_PATH", "DEPLOY", "DELETE_AGENT", "SUSPEND_AGENT", "FORK_AGENT"})
    void tellsAForeignPageByWhatTheBrowserSaysOfIt(Endpoint endpoint) throws Exception {
        deployOne();
        Sample sample = sample(endpoint);
        String own = "http://127.0.0.1:" + server.server.port();

        assertThat(send(sample, "Origin", "http://evil.example").statusCode()).isEqualTo(403);
        assertThat(send(sample, "Sec-Fetch-Site", "cross-site").statusCode()).isEqualTo(403);
        assertThat(send(sample, "Sec-Fetch-Site", "same-site").statusCode()).isEqualTo(403);
        assertThat(server.functions.seen()).isEmpty();
        assertThat(send(sample, "Origin", own, "Sec-Fetch-Site", "same-origin").statusCode())
                .isEqualTo(sample.status());
    }

    @Test
    void letsNoForeignImageMessageAnAgent() throws Exception {
        assertThat(server.get("/agents/echo/a", "Sec-Fetch-Site", "cross-site").statusCode())
                .isEqualTo(403);
        assertThat(server.get("/agents/echo/a", "Sec-Fetch-Site", "none").statusCode())
                .isEqualTo(200);
    }

    @Test
    void letsEveryPageCallAFunction() throws Exception {
        assertThat(server.get("/fn/echo", "Origin", "http://evil.example", "Sec-Fetch-Site", "cross-site")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void letsNoReboundNameMessageAnAgent() throws Exception {
        RawAnswer answer =
                RawAnswer.to(server, "GET /agents/echo/a HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(server.functions.seen()).isEmpty();
    }

    @Test
    void asksNoPageForItsOriginOnceThereAreKeys() throws Exception {
        String token = issueOneKeyForEachScope().get(Scope.INVOKE);

        assertThat(server.get("/agents/echo/a", "Origin", "https://app.example", "Authorization", "Bearer " + token)
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "evil.example,403",
        "127.0.0.1.evil.example,403",
        "localhost.evil.example:80,403",
        "[::2],403",
        "localhost,200",
        "LOCALHOST:8080,200",
        "127.8.8.8:1,200",
        "[::1]:8080,200"
    })
    void isReachedByALoopbackNameOnlyWithoutKeys(String host, int status) throws Exception {
        RawAnswer answer =
                RawAnswer.to(server, "GET /v1/functions HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");

        assertThat(answer.status()).isEqualTo(status);
    }

    @Test
    void doesNotMindTheHostOnceThereAreKeys() throws Exception {
        String token = issueOneKeyForEachScope().get(Scope.READ);

        RawAnswer answer = RawAnswer.to(
                server,
                "GET /v1/functions HTTP/1.1\r\nHost: dormouse.example\r\nAuthorization: bearer " + token
                        + "\r\nConnection: close\r\n\r\n");

        assertThat(answer.status()).isEqualTo(200);
    }

    private void deployOne() throws Exception {
        server.agents.with("chat", "a", 2);
        assertThat(server.send(
                                "PUT",
                                "/v1/functions/there",
                                BodyPublishers.ofString("x"),
                                "Content-Type",
                                "text/javascript")
                        .statusCode())
                .isEqualTo(201);
    }
}
