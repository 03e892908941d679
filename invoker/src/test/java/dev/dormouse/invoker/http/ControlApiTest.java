package dev.dormouse.invoker.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.invoker.Refused;
import dev.dormouse.invoker.host.GuestStyle;
import dev.dormouse.invoker.registry.AgentPolicy;
import dev.dormouse.invoker.registry.DeployRequest;
import dev.dormouse.invoker.registry.Durability;
import dev.dormouse.invoker.registry.Precondition;
import dev.dormouse.invoker.registry.SampleRequest;
import dev.dormouse.snapshot.ModuleDigest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ControlApiTest {
    private static final byte[] MODULE = {0, 'a', 's', 'm', 1, 0, 0, 0};

    private final TestServer server = TestServer.started();

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> deploy(String query, byte[] module) throws Exception {
        return server.send(
                "PUT",
                "/v1/functions/hello" + query,
                BodyPublishers.ofByteArray(module),
                "Content-Type",
                "application/wasm");
    }

    private HttpResponse<String> put(String path, String json, String... headers) throws Exception {
        String[] all = java.util.Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Content-Type";
        all[headers.length + 1] = "application/json";
        return server.send("PUT", path, BodyPublishers.ofString(json), all);
    }

    @Test
    void deploysAModuleWithOptions() throws Exception {
        HttpResponse<String> response = deploy(
                "?style=wasi&entry=go&memoryMaxBytes=65536&timeoutMillis=50&fuel=7&concurrency=2&durability=after-reply&agents=migrate&env.A=b%20c&env.x.y=z"
                        + "&config.K=&live=false",
                MODULE);

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(TestServer.header(response, "Location")).contains("/v1/functions/hello/revisions/1");
        assertThat(TestServer.header(response, "ETag")).contains("\"1\"");
        assertThat(response.body())
                .contains(
                        "\"revision\":\"hello@1\"",
                        "\"durability\":\"after-reply\"",
                        "\"agents\":\"migrate\"",
                        "\"created\":true",
                        "\"steps\":[{\"name\":\"compile\",\"millis\":1.234567}]",
                        "\"warnings\":[\"Function 7 is interpreted.\"]");
        DeployRequest request = server.registry.lastDeploy().orElseThrow();
        assertThat(request.style()).contains(GuestStyle.WASI);
        assertThat(request.entry()).contains("go");
        assertThat(request.memoryMaxBytes()).isEqualTo(OptionalLong.of(65_536));
        assertThat(request.timeoutMillis()).isEqualTo(OptionalLong.of(50));
        assertThat(request.fuel()).isEqualTo(OptionalLong.of(7));
        assertThat(request.concurrency()).isEqualTo(OptionalInt.of(2));
        assertThat(request.durability()).contains(Durability.AFTER_REPLY);
        assertThat(request.agents()).contains(AgentPolicy.MIGRATE);
        assertThat(request.env()).isEqualTo(Map.of("A", "b c", "x.y", "z"));
        assertThat(request.config()).isEqualTo(Map.of("K", ""));
        assertThat(request.promote()).isFalse();
        assertThat(request.precondition()).isEqualTo(new Precondition.None());
    }

    @Test
    void answersDifferentlyWhenNothingChanged() throws Exception {
        assertThat(deploy("", MODULE).statusCode()).isEqualTo(201);
        HttpResponse<String> again = deploy("", MODULE);

        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body()).contains("\"created\":false", "\"revision\":\"hello@1\"");
        assertThat(again.headers().firstValue("Location")).isEmpty();
    }

    @Test
    void deploysAnUploadedModuleByASpec() throws Exception {
        String digest = ModuleDigest.of(MODULE).hex();
        String spec = "{\"module\":\"" + digest
                + "\",\"style\":\"extism\",\"fuel\":9,\"durability\":\"after-reply\",\"agents\":\"fresh\",\"env\":{\"A\":\"b\"},\"live\":true}";
        assertThat(put("/v1/functions/hello", spec).statusCode()).isEqualTo(404);

        HttpResponse<String> upload = server.send(
                "PUT", "/v1/modules/" + digest, BodyPublishers.ofByteArray(MODULE), "Content-Type", "application/wasm");
        assertThat(upload.statusCode()).isEqualTo(201);
        assertThat(upload.body()).isEqualTo("{\"digest\":\"" + digest + "\",\"bytes\":8,\"created\":true}");

        assertThat(put("/v1/functions/hello", spec).statusCode()).isEqualTo(201);
        assertThat(server.registry.lastDeploy().orElseThrow().fuel()).isEqualTo(OptionalLong.of(9));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                     | GET  | /       |           | ",
                "{'path':'/a?b=c'}                      | GET  | /a?b=c  |           | ",
                "{'body':'a','contentType':'text/csv'}  | POST | /       | text/csv  | YQ==",
                "{'bodyBase64':'AAE=','method':'PUT'}   | PUT  | /       |           | AAE=",
            })
    void deploysWithASample(String sample, String method, String path, String type, String body) throws Exception {
        boolean ignored = server.registry.put(ModuleDigest.of(MODULE), MODULE);

        HttpResponse<String> response = put("/v1/functions/hello", spec(sample));

        assertThat(response.statusCode()).isEqualTo(201);
        SampleRequest expected = new SampleRequest(
                method, path, Objects.requireNonNullElse(type, ""), Objects.requireNonNullElse(body, ""));
        assertThat(server.registry.lastDeploy().orElseThrow().sample()).contains(expected);
        assertThat(response.body())
                .contains("\"sample\":{\"method\":\"" + method + "\",\"path\":\"" + path + "\",\"contentType\":\""
                        + expected.contentType() + "\",\"bodyBase64\":\"" + expected.bodyBase64() + "\"}");
    }

    private static String spec(String sample) {
        return ("{'module':'" + ModuleDigest.of(MODULE).hex() + "','sample':" + sample + "}").replace('\'', '"');
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'body':'a','bodyBase64':'YQ=='} | has one body",
                "{'bodyBase64':'?'}               | bodyBase64 is Base64",
                "{'path':'a'}                     | path begins with /",
                "{'path':'/ä'}                    | path begins with /",
                "{'method':'get'}                 | method is 1 to 16 letters in upper case",
                "{'contentType':'a\\nb'}          | contentType has at most 256 characters",
                "{'headers':{}}                   | there is no member 'headers'",
            })
    void refusesWhatIsNoSample(String sample, String rule) throws Exception {
        HttpResponse<String> response = put("/v1/functions/hello", spec(sample));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("/problems/bad-input", rule);
    }

    @Test
    void refusesASampleOfOneByteTooMany() throws Exception {
        boolean ignored = server.registry.put(ModuleDigest.of(MODULE), MODULE);
        String most = "a".repeat(SampleRequest.BODY_BYTES_MAX);

        assertThat(put("/v1/functions/hello", spec("{'body':'" + most + "a'}")).body())
                .contains("body has at most 8192 bytes; these are 8193");
        assertThat(put("/v1/functions/hello", spec("{'body':'" + most + "'}")).statusCode())
                .isEqualTo(201);
    }

    @Test
    void showsEachStepOfADeployAsItBegins() throws Exception {
        HttpResponse<String> response = server.send(
                "PUT",
                "/v1/functions/hello",
                BodyPublishers.ofByteArray(MODULE),
                "Content-Type",
                "application/wasm",
                "Accept",
                "application/x-ndjson");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(TestServer.header(response, "Content-Type")).contains("application/x-ndjson");
        assertThat(response.body().lines().toList()).hasSize(3);
        assertThat(response.body())
                .startsWith("{\"step\":\"validate\"}\n{\"step\":\"compile\"}\n{\"revision\":{\"revision\":\"hello@1\"")
                .endsWith(",\"status\":201}\n");
    }

    @Test
    void endsTheStepsOfADeployThatIsRefusedWithAProblem() throws Exception {
        HttpResponse<String> response = server.send(
                "PUT",
                "/v1/functions/hello",
                BodyPublishers.noBody(),
                "Content-Type",
                "application/wasm",
                "Accept",
                "application/x-ndjson");

        assertThat(response.body()).contains("/problems/module-refused").endsWith(",\"status\":422}\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?fule=1",
                "?fuel=1&fuel=2",
                "?fuel=x",
                "?fuel=0",
                "?fuel=1.5",
                "?style=python",
                "?live=yes",
                "?env.=a",
                "?env.a%3Db=c",
                "?env.A=%00",
                "?env.A=%C3",
                "?concurrency=4294967297"
            })
    void refusesOptionsThatAreNone(String query) throws Exception {
        HttpResponse<String> response = deploy(query, MODULE);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("/problems/bad-input");
        assertThat(server.registry.lastDeploy()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "null",
                "[]",
                "\"x\"",
                "{}",
                "{\"module\":1}",
                "{\"module\":\"x\"}",
                "{\"module\":\"DIGEST\",\"more\":1}",
                "{\"module\":\"DIGEST\",\"module\":\"DIGEST\"}",
                "{\"module\":\"DIGEST\",\"fuel\":\"1\"}",
                "{\"module\":\"DIGEST\",\"fuel\":1.5}",
                "{\"module\":\"DIGEST\",\"fuel\":99999999999999999999}",
                "{\"module\":\"DIGEST\",\"env\":{\"A\":null}}",
                "{\"module\":\"DIGEST\",\"env\":{\"A\":{}}}",
                "{\"module\":\"DIGEST\"} {}"
            })
    void refusesSpecsThatAreNotStrictlyRight(String spec) throws Exception {
        HttpResponse<String> response = put(
                "/v1/functions/hello",
                spec.replace("DIGEST", ModuleDigest.of(MODULE).hex()));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("/problems/bad-input").doesNotContain("dev.dormouse", "com.fasterxml");
        assertThat(server.registry.lastDeploy()).isEmpty();
    }

    @Test
    void refusesDeeplyNestedJson() throws Exception {
        String deep = "{\"module\":" + "[".repeat(100_000);

        assertThat(put("/v1/functions/hello", deep).statusCode()).isEqualTo(400);
    }

    @Test
    void pagesThroughFunctionsAndRevisions() throws Exception {
        for (byte i = 1; i <= 3; i++) {
            deploy("", new byte[] {i});
        }

        String first = server.get("/v1/functions/hello/revisions?limit=2").body();
        assertThat(first).contains("hello@3", "hello@2", "\"next\":\"2\"").doesNotContain("hello@1");
        String second =
                server.get("/v1/functions/hello/revisions?limit=2&after=2").body();
        assertThat(second).contains("hello@1").doesNotContain("next", "created\":true", "steps");
        assertThat(server.get("/v1/functions").body()).contains("\"name\":\"hello\"", "\"latestRevision\":3");
        assertThat(server.get("/v1/functions?limit=0").statusCode()).isEqualTo(400);
        assertThat(server.get("/v1/functions?limit=501").statusCode()).isEqualTo(400);
        assertThat(server.get("/v1/functions?page=1").statusCode()).isEqualTo(400);
    }

    @Test
    void changesAnAliasOnlyAtTheVersionThatIsAskedFor() throws Exception {
        deploy("", MODULE);
        String path = "/v1/functions/hello/aliases/canary";
        String targets = "{\"targets\":[{\"revision\":1,\"weight\":90}]}";

        assertThat(put(path, targets, "If-Match", "*").statusCode()).isEqualTo(412);
        HttpResponse<String> created = put(path, targets, "If-None-Match", "*");
        assertThat(created.statusCode()).isEqualTo(200);
        String tag = TestServer.header(created, "ETag").orElseThrow();
        assertThat(put(path, targets, "If-None-Match", "*").statusCode()).isEqualTo(412);
        assertThat(server.get(path, "If-None-Match", tag).statusCode()).isEqualTo(304);
        assertThat(put(path, targets, "If-Match", tag).statusCode()).isEqualTo(200);
        assertThat(put(path, targets, "If-Match", tag).statusCode()).isEqualTo(412);
        assertThat(put(path, targets, "If-Match", "7").statusCode()).isEqualTo(400);
        assertThat(server.send("DELETE", path, BodyPublishers.noBody(), "If-Match", tag)
                        .statusCode())
                .isEqualTo(412);
        assertThat(server.send("DELETE", path, BodyPublishers.noBody()).statusCode())
                .isEqualTo(204);
        assertThat(server.get(path).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"targets\":[]}",
                "{\"targets\":[null]}",
                "{\"targets\":[{}]}",
                "{\"targets\":[{\"revision\":0}]}",
                "{\"targets\":[{\"revision\":1,\"weight\":0}]}",
                "{\"targets\":[{\"revision\":1,\"weight\":1001}]}"
            })
    void refusesTargetsThatAreNone(String body) throws Exception {
        deploy("", MODULE);

        assertThat(put("/v1/functions/hello/aliases/live", body).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "BAD_INPUT,400",
        "NOT_FOUND,404",
        "CONFLICT,409",
        "PRECONDITION_FAILED,412",
        "TOO_LARGE,413",
        "MODULE_REFUSED,422",
        "OVERLOADED,503",
        "STORE_UNAVAILABLE,503"
    })
    void mapsEachRefusalToItsStatus(Refused.Kind kind, int status) throws Exception {
        server.registry.failNext(new Refused(kind, "Because."));

        HttpResponse<String> response = server.get("/v1/functions");

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).contains("\"detail\":\"Because.\"");
        assertThat(response.headers().firstValue("Retry-After").isPresent()).isEqualTo(status == 503);
    }

    @Test
    void tellsNothingOfAFaultOfOurs() throws Exception {
        server.registry.failNext(new IllegalStateException("secret"));

        HttpResponse<String> response = server.get("/v1/functions");

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).contains("/problems/internal").doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource({
        "POST,/v1/functions,'GET, HEAD'",
        "PATCH,/v1/functions/hello,'DELETE, GET, HEAD, PUT'",
        "OPTIONS,/v1/functions/hello/revisions,'GET, HEAD'",
        "GET,/v1/modules/00,PUT",
        "DELETE,/livez,'GET, HEAD'"
    })
    void namesTheMethodsThatAPathTakes(String method, String path, String allow) throws Exception {
        HttpResponse<String> response = server.send(method, path, BodyPublishers.noBody());

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(TestServer.header(response, "Allow")).contains(allow);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/v1", "/v1/", "/v1/functions/", "/v1/functions/a/b", "/v2/functions", "/fn", "/v1/%zz"})
    void knowsNoOtherPath(String path) throws Exception {
        RawAnswer answer =
                RawAnswer.to(server, "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(answer.status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/octet-stream"})
    void refusesABodyOfAnotherType(String type) throws Exception {
        HttpResponse<String> response =
                server.send("PUT", "/v1/functions/hello", BodyPublishers.ofByteArray(MODULE), "Content-Type", type);

        assertThat(response.statusCode()).isEqualTo(415);
        assertThat(TestServer.header(response, "Accept").orElseThrow()).contains("application/wasm");
    }

    @ParameterizedTest
    @CsvSource({
        "text/html,406",
        "application/json;q=0,406",
        "application/json,200",
        "'text/html, application/*;q=0.1',200",
        "*/*,200"
    })
    void mindsWhatTheCallerAccepts(String accept, int status) throws Exception {
        assertThat(server.get("/v1/functions", "Accept", accept).statusCode()).isEqualTo(status);
    }

    @Test
    void answersHeadAsGetWithoutABody() throws Exception {
        HttpResponse<String> head = server.send("HEAD", "/v1/functions", BodyPublishers.noBody());

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(TestServer.header(head, "Content-Length"))
                .contains(Integer.toString(server.get("/v1/functions").body().length()));
    }

    @Test
    void boundsEachBodyByWhatItIs() throws Exception {
        String json = "{\"module\":\"" + "x".repeat(HttpSettings.defaults().maxJsonBytes()) + "\"}";

        assertThat(put("/v1/functions/hello", json).statusCode()).isEqualTo(413);
        assertThat(deploy("", json.getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                        .statusCode())
                .isEqualTo(201);
    }
}
