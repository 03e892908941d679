package dev.dormouse.invoker;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A guest whose caller went away ends soon: of this function only one may run, so the next one is answered only then. */
class CallerLeavesTest {
    private static final String SCRIPT = """
            export default {
              fetch(request) {
                if (request.url.endsWith('/endless')) {
                  console.log('running');
                  for (;;) {}
                }
                return new Response('answered');
              }
            }
            """;

    private static ServedRuntime runtime;

    /** How many guests were seen to begin. */
    private static int begun;

    @BeforeAll
    static void deploy(@TempDir Path data) {
        runtime = ServedRuntime.start(data);
        assertThat(runtime.deployScript("f", SCRIPT, "?concurrency=1&timeoutMillis=600000")
                        .statusCode())
                .isEqualTo(201);
    }

    @AfterAll
    static void close() {
        runtime.close();
    }

    @Test
    void connectionOfHttp1ThatIsClosedEndsItsGuest() throws IOException {
        try (Socket caller = new Socket(runtime.url().getHost(), runtime.url().getPort())) {
            caller.getOutputStream().write("GET /fn/f/endless HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
            awaitRunning();
        }

        assertNextIsAnswered();
    }

    @Test
    void streamOfHttp2ThatIsResetEndsItsGuestAndNotItsNeighbours() throws Exception {
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
            assertThat(send(client, "/v1/functions/f").get().statusCode()).isEqualTo(200);
            CompletableFuture<HttpResponse<String>> endless = send(client, "/fn/f/endless");
            awaitRunning();

            endless.cancel(true);

            assertThat(send(client, "/fn/f/other").get().body()).isEqualTo("answered");
        }
    }

    @Test
    void connectionOfHttp2ThatIsClosedEndsItsGuests() throws Exception {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        assertThat(send(client, "/v1/functions/f").get().statusCode()).isEqualTo(200);
        CompletableFuture<HttpResponse<String>> endless = send(client, "/fn/f/endless");
        awaitRunning();

        client.shutdownNow();

        assertNextIsAnswered();
        assertThat(endless).isCompletedExceptionally();
    }

    private static CompletableFuture<HttpResponse<String>> send(HttpClient client, String path) {
        return client.sendAsync(
                HttpRequest.newBuilder(runtime.url().resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static void awaitRunning() {
        for (int looks = 0; looks < 60; looks++) {
            String lines = runtime.get("/v1/functions/f/logs?waitMillis=1000&after=" + begun)
                    .body();
            if (lines.contains("running")) {
                begun++;
                return;
            }
        }
        throw new AssertionError("The guest did not begin within a minute.");
    }

    private static void assertNextIsAnswered() {
        HttpResponse<String> next = runtime.post("/fn/f/other", "");

        assertThat(next.statusCode()).as(next.body()).isEqualTo(200);
    }
}
