package dev.dormouse.invoker.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.invoker.exchange.AnswerHead;
import dev.dormouse.invoker.execution.InvocationResult;
import dev.dormouse.invoker.execution.InvocationResult.Streamed;
import dev.dormouse.scheduler.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** HTTP/2 on the port of HTTP/1.1. */
class Http2Test {
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private static final String SETTINGS = "\0\0\0\4\0\0\0\0\0";
    private static final int GO_AWAY = 7;

    private final TestServer server = new TestServer(
            HttpSettings.defaults().withBodies(100_000, 100_000).withWire(TestLimits.PATIENT),
            new TestTicker(Duration.ofMillis(1)));
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(server.uri(path))
                .timeout(TestServer.PATIENCE)
                .POST(BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    /** The client asks for HTTP/2 with its first request, which has no body since only such are upgraded. */
    private void upgrade() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(server.uri("/livez"))
                .timeout(TestServer.PATIENCE)
                .build();
        assertThat(client.send(request, BodyHandlers.ofString()).version()).isEqualTo(HttpClient.Version.HTTP_2);
    }

    @Test
    void isSpokenAfterAnUpgrade() throws Exception {
        upgrade();

        HttpResponse<String> response = post("/fn/echo", "x".repeat(50_000));

        assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).hasSize(50_000);
        assertThat(TestServer.header(response, "Dormouse-Revision")).contains("echo@3");
        assertThat(response.headers().firstValue("Connection")).isEmpty();
    }

    @Test
    void streamsAnAnswer() throws Exception {
        upgrade();

        assertThat(post("/fn/echo-stream", "hello").body()).isEqualTo("hello");
    }

    @Test
    void resetsAStreamWhoseAnswerIsNotWhole() throws Exception {
        server.functions.with("half", (invocation, sink) -> {
            OutputStream out = sink.begin(new AnswerHead(200, List.of()), FakeFunctions.facts(invocation));
            try {
                out.write(new byte[100]);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            return new InvocationResult(Outcome.TRAP, new Streamed(false), FakeFunctions.facts(invocation));
        });
        upgrade();

        assertThatThrownBy(() -> post("/fn/half", "")).isInstanceOf(IOException.class);
    }

    @Test
    void refusesABodyThatIsTooLarge() throws Exception {
        upgrade();

        HttpResponse<String> response = post("/fn/echo", "x".repeat(100_001));

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(server.functions.seen()).isEmpty();
    }

    @Test
    void isSpokenAtOnceByWhoKnows() throws IOException {
        try (Socket socket = server.connect()) {
            RawAnswer.send(socket, PREFACE + SETTINGS);

            assertThat(frameType(socket)).isEqualTo(4);
        }
    }

    @Test
    void endsAConnectionThatOnlyKnocks() throws IOException {
        try (Socket socket = server.connect()) {
            RawAnswer.send(socket, PREFACE + SETTINGS);
            String ping = "\0\0\10\6\0\0\0\0\0" + "pingpong";
            for (int i = 0; i < 11; i++) {
                RawAnswer.send(socket, ping.repeat(100));
            }
            int type = frameType(socket);
            while (type != GO_AWAY) {
                type = frameType(socket);
            }
            assertThat(type).isEqualTo(GO_AWAY);
        }
    }

    /** Reads a frame and tells its type. */
    private static int frameType(Socket socket) throws IOException {
        byte[] header = socket.getInputStream().readNBytes(9);
        assertThat(header).hasSize(9);
        int length = (header[0] & 0xff) << 16 | (header[1] & 0xff) << 8 | (header[2] & 0xff);
        socket.getInputStream().skipNBytes(length);
        return header[3];
    }
}
