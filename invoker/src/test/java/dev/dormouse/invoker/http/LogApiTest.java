package dev.dormouse.invoker.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.invoker.host.GuestLog.Level;
import dev.dormouse.snapshot.FunctionName;
import dev.dormouse.snapshot.InvocationId;
import dev.dormouse.snapshot.RevisionId;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogApiTest {
    private final TestServer server = TestServer.started();

    @BeforeEach
    void deploy() throws Exception {
        HttpResponse<String> deployed = server.send(
                "PUT",
                "/v1/functions/there",
                BodyPublishers.ofString("export default {}"),
                "Content-Type",
                "text/javascript");
        assertThat(deployed.statusCode()).isEqualTo(201);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void log(String line) {
        server.logs
                .of(new RevisionId(new FunctionName("there"), 2), InvocationId.of("0".repeat(31) + "7"))
                .line(Level.ERROR, line);
    }

    @Test
    void tellsWhatWasLoggedAndWhereToGoOn() throws Exception {
        log("one");
        log("two \u00e9");

        HttpResponse<String> first = server.get("/v1/functions/there/logs?limit=1");
        HttpResponse<String> second = server.get("/v1/functions/there/logs?after=1");

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.body())
                .contains("\"line\":\"one\"", "\"level\":\"error\"", "\"revision\":\"there@2\"")
                .contains("\"next\":\"1\"")
                .doesNotContain("two");
        assertThat(second.body()).contains("two \u00e9", "\"next\":\"2\"").doesNotContain("one");
        assertThat(server.get("/v1/functions/there/logs?after=2").body()).contains("\"items\":[]", "\"next\":\"2\"");
    }

    @Test
    void answersAtOnceWhereThereIsALineAlready() throws Exception {
        log("one");

        assertThat(server.get("/v1/functions/there/logs?waitMillis=30000").body())
                .contains("one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"waitMillis=-1", "waitMillis=30001", "after=x", "limit=0", "limit=501", "wait=1"})
    void refusesOptionsThatAreNone(String query) throws Exception {
        assertThat(server.get("/v1/functions/there/logs?" + query).statusCode()).isEqualTo(400);
    }

    @Test
    void knowsNoLogOfAFunctionThatIsNotThere() throws Exception {
        assertThat(server.get("/v1/functions/nowhere/logs").statusCode()).isEqualTo(404);
    }
}
