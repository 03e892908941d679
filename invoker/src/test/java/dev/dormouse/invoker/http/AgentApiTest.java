package dev.dormouse.invoker.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentApiTest {
    private static final String AGENT = "{\"function\":\"chat\",\"key\":\"a/b\",\"revision\":\"chat@3\","
            + "\"state\":\"warm\",\"generation\":3,\"retainedGenerations\":[1,2],"
            + "\"bytes\":{\"heap\":8192,\"log\":512,\"snapshot\":4096},"
            + "\"createdAt\":\"2026-11-01T10:00:00Z\",\"updatedAt\":\"2026-11-01T11:00:00Z\"}";

    private final TestServer server = TestServer.started();

    AgentApiTest() {
        server.agents.with("chat", "a/b", 3).with("chat", "c", 1).with("other", "x", 1);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> post(String verb, String json, String... headers) throws Exception {
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Content-Type";
        all[headers.length + 1] = "application/json";
        return server.send("POST", "/v1/agents/chat/a%2Fb/" + verb, BodyPublishers.ofString(json), all);
    }

    @Test
    void showsAnAgent() throws Exception {
        HttpResponse<String> response = server.get("/v1/agents/chat/a%2Fb");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(AGENT);
        assertThat(TestServer.header(response, "ETag")).contains("\"3\"");
        assertThat(server.get("/v1/agents/chat/a%2Fb", "If-None-Match", "\"3\"").statusCode())
                .isEqualTo(304);
        assertThat(server.get("/v1/agents/chat/a").statusCode()).isEqualTo(404);
    }

    @Test
    void listsTheAgentsOfAFunctionInPages() throws Exception {
        assertThat(server.get("/v1/agents?function=chat&limit=1").body())
                .isEqualTo("{\"items\":[" + AGENT + "],\"next\":\"a/b\"}");
        assertThat(server.get("/v1/agents?function=chat&after=a%2Fb").body())
                .startsWith("{\"items\":[{\"function\":\"chat\",\"key\":\"c\"")
                .doesNotContain("next");
        assertThat(server.get("/v1/agents?function=nobody").body()).isEqualTo("{\"items\":[]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?function=", "?function=Chat", "?function=chat&limit=0", "?function=chat&x=1"})
    void refusesAListThatIsNotOfOneFunction(String query) throws Exception {
        assertThat(server.get("/v1/agents" + query).statusCode()).isEqualTo(400);
    }

    @Test
    void suspendsAndResumes() throws Exception {
        assertThat(post("suspend", "").body()).contains("\"state\":\"suspended\"", "\"heap\":0");
        HttpResponse<String> resumed = post("resume", "");

        assertThat(resumed.statusCode()).isEqualTo(200);
        assertThat(resumed.body()).isEqualTo(AGENT);
        assertThat(TestServer.header(resumed, "ETag")).contains("\"3\"");
    }

    @Test
    void forksToAKeyOfItsOwn() throws Exception {
        HttpResponse<String> response = post("fork", "{\"newKey\":\"d e/ä\"}");

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.body()).contains("\"key\":\"d e/ä\"", "\"generation\":3");
        String location = TestServer.header(response, "Location").orElseThrow();
        assertThat(location).isEqualTo("/v1/agents/chat/d%20e%2F%C3%A4");
        assertThat(server.get(location).body()).isEqualTo(response.body());
    }

    @ParameterizedTest
    @CsvSource({"{},400", "{\"newKey\":\"\"},400", "{\"newKey\":7},400", "{\"key\":\"d\"},400", "{\"newKey\":\"c\"},409"
    })
    void refusesAForkWithoutAFreeKey(String json, int status) throws Exception {
        assertThat(post("fork", json).statusCode()).isEqualTo(status);
    }

    @Test
    void revertsToARetainedGeneration() throws Exception {
        HttpResponse<String> response = post("revert", "{\"generation\":1}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("\"generation\":4");
        assertThat(TestServer.header(response, "ETag")).contains("\"4\"");
    }

    @ParameterizedTest
    @CsvSource({"{},400", "{\"generation\":1.5},400", "{\"generation\":\"1\"},400", "{\"generation\":9},409"})
    void refusesARevertToNothing(String json, int status) throws Exception {
        assertThat(post("revert", json).statusCode()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}",
                "{\"revision\":\"3\"}",
                "{\"revision\":\"live\",\"policy\":\"fresh\"}",
                "{\"policy\":\"migrate\"}"
            })
    void movesToTheLiveRevisionWithItsStateUnlessAskedOtherwise(String json) throws Exception {
        HttpResponse<String> response = post("move", json);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("\"generation\":4", "\"revision\":\"chat@3\"");
        assertThat(TestServer.header(response, "ETag")).contains("\"4\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"revision\":3}|400",
                "{\"policy\":\"stay\"}|400",
                "{\"policy\":\"\"}|400",
                "{\"to\":\"3\"}|400",
                "{\"revision\":\"7\"}|404"
            })
    void refusesAMoveToNowhere(String json, int status) throws Exception {
        assertThat(post("move", json).statusCode()).isEqualTo(status);
    }

    @Test
    void tellsWhichGuestFailedInAMove() throws Exception {
        HttpResponse<String> response = post("move", "{\"revision\":\"4\"}");

        assertThat(response.statusCode()).isEqualTo(502);
        assertThat(response.body())
                .contains("/problems/guest-error", "\"outcome\":\"GUEST_ERROR\"", "The guest failed: no");
        assertThat(server.get("/v1/agents/chat/a%2Fb").body()).isEqualTo(AGENT);
    }

    @ParameterizedTest
    @CsvSource({"suspend,''", "resume,''", "fork,{\"newKey\":\"d\"}", "revert,{\"generation\":1}", "move,{}"})
    void changesOnlyTheGenerationThatIsAskedFor(String verb, String json) throws Exception {
        HttpResponse<String> refused = post(verb, json, "If-Match", "\"2\"");

        assertThat(refused.statusCode()).isEqualTo(412);
        assertThat(server.get("/v1/agents/chat/a%2Fb").body()).isEqualTo(AGENT);
        assertThat(post(verb, json, "If-Match", "\"3\"").statusCode()).isBetween(200, 201);
    }

    @Test
    void deletesOnlyTheGenerationThatIsAskedFor() throws Exception {
        assertThat(delete("If-Match", "\"2\"").statusCode()).isEqualTo(412);
        assertThat(delete("If-Match", "\"3\"").statusCode()).isEqualTo(204);
        assertThat(delete("If-Match", "*").statusCode()).isEqualTo(404);
    }

    private HttpResponse<String> delete(String... headers) throws Exception {
        return server.send("DELETE", "/v1/agents/chat/a%2Fb", BodyPublishers.noBody(), headers);
    }

    @Test
    void takesJsonOnlyWhereItTakesABody() throws Exception {
        HttpResponse<String> response = server.send(
                "POST",
                "/v1/agents/chat/c/fork",
                BodyPublishers.ofString("{\"newKey\":\"d\"}"),
                "Content-Type",
                "text/plain");

        assertThat(response.statusCode()).isEqualTo(415);
    }

    @Test
    void refusesOtherMethods() throws Exception {
        HttpResponse<String> response = server.get("/v1/agents/chat/c/suspend");

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(TestServer.header(response, "Allow")).contains("POST");
    }
}
