package dev.dormouse.invoker.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** More of everything than is allowed. */
class FloodTest {
    private static final String HOST = "Host: localhost\r\n";
    private static final String LAST = "GET /fn/ignore HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n";

    private TestServer server = new TestServer(
            HttpSettings.defaults().withBodies(1_000, 2_000).withWire(TestLimits.PATIENT),
            new TestTicker(Duration.ofMillis(1)));

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void refusesALongRequestLine() throws IOException {
        assertThat(RawAnswer.to(server, "GET /fn/ignore?" + "x".repeat(8 << 10) + " HTTP/1.1\r\n" + HOST + "\r\n")
                        .status())
                .isEqualTo(414);
    }

    @Test
    void refusesALongRequestLineThatDoesNotEnd() throws IOException {
        assertThat(RawAnswer.to(server, "GET /fn/ignore?" + "x".repeat(9 << 10)).status())
                .isEqualTo(414);
        assertThat(RawAnswer.to(server, "x".repeat(9 << 10)).status()).isEqualTo(414);
    }

    @Test
    void takesARequestLineOfJustTheLimit() throws IOException {
        int rest = "GET /fn/ignore? HTTP/1.1\r\n".length();
        String line = "GET /fn/ignore?" + "x".repeat((8 << 10) - rest) + " HTTP/1.1\r\n";

        assertThat(RawAnswer.to(server, line + HOST + "\r\n" + LAST).status()).isEqualTo(200);
        assertThat(RawAnswer.to(server, line.replace("?", "?x") + HOST + "\r\n" + LAST)
                        .status())
                .isEqualTo(414);
    }

    @Test
    void refusesHeadersThatAreLargeTogether() throws IOException {
        String value = "x".repeat(4 << 10);

        assertThat(RawAnswer.to(server, get(8, "A: " + value + "\r\n")).status())
                .isEqualTo(431);
        assertThat(RawAnswer.to(server, get(7, "A: " + value + "\r\n")).status())
                .isEqualTo(200);
    }

    @Test
    void refusesOneHeaderThatDoesNotEnd() throws IOException {
        assertThat(RawAnswer.to(server, "GET /fn/ignore HTTP/1.1\r\n" + HOST + "A: " + "x".repeat(33 << 10))
                        .status())
                .isEqualTo(431);
        assertThat(RawAnswer.to(server, "GET /fn/ignore HTTP/1.1\r\n" + HOST + "x".repeat(33 << 10))
                        .status())
                .isEqualTo(431);
    }

    @Test
    void refusesManyTinyHeaders() throws IOException {
        assertThat(RawAnswer.to(server, get(1_500, "A: b\r\n")).status()).isEqualTo(431);
        assertThat(RawAnswer.to(server, get(98, "A: b\r\n")).status()).isEqualTo(200);
    }

    private static String get(int count, String header) {
        return "GET /fn/ignore HTTP/1.1\r\n" + HOST + header.repeat(count) + "Connection: close\r\n\r\n";
    }

    @Test
    void refusesALargeBodyByItsLengthBeforeItComes() throws IOException {
        RawAnswer answer =
                RawAnswer.to(server, "POST /fn/echo HTTP/1.1\r\n" + HOST + "Content-Length: 99999999999\r\n\r\n");

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.text()).contains("at most 1000 bytes", "Connection: close");
        assertThat(server.functions.seen()).isEmpty();
    }

    @Test
    void refusesALargeBodyByItsLengthWithoutAskingForIt() throws IOException {
        RawAnswer answer = RawAnswer.to(
                server, "POST /fn/echo HTTP/1.1\r\n" + HOST + "Content-Length: 1001\r\nExpect: 100-continue\r\n\r\n");

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.answers()).isEqualTo(1);
    }

    @Test
    void takesABodyOfJustTheLimit() throws IOException {
        RawAnswer answer = RawAnswer.to(server, chunked("/fn/length", 10, 100) + LAST);

        assertThat(answer.text()).contains("\r\n\r\n1000HTTP/1.1 200");
    }

    @Test
    void refusesALargeBodyWithoutALengthWhenItIsTooMuch() throws IOException {
        RawAnswer answer = RawAnswer.to(server, chunked("/fn/length", 11, 100) + LAST);

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.answers()).isEqualTo(1);
    }

    @Test
    void breaksTheConnectionWhenABodyIsTooMuchAfterTheAnswerBegan() throws IOException {
        RawAnswer answer = RawAnswer.to(server, chunked("/fn/echo-stream", 1_000, 100) + LAST);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.answers()).isEqualTo(1);
        assertThat(answer.text()).contains("chunked").doesNotEndWith("0\r\n\r\n");
    }

    @Test
    void readsOnlyABitOfAnEndlessBodyThatNobodyWants() throws IOException {
        RawAnswer answer = RawAnswer.to(server, chunked("/fn/ignore", 10_000, 100) + LAST);

        assertThat(answer.answers()).isEqualTo(1);
    }

    private static String chunked(String path, int chunks, int bytes) {
        String chunk = Integer.toHexString(bytes) + "\r\n" + "x".repeat(bytes) + "\r\n";
        return "POST " + path + " HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n" + chunk.repeat(chunks)
                + "0\r\n\r\n";
    }

    @Test
    void refusesEndlessTrailersAndExtensions() throws IOException {
        String head = "POST /fn/length HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n";

        assertThat(RawAnswer.to(server, head + "0\r\n" + "A: b\r\n".repeat(3_000))
                        .status())
                .isEqualTo(400);
        assertThat(RawAnswer.to(server, head + ("1;" + "x".repeat(100) + "\r\ny\r\n").repeat(50))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void refusesMoreConnectionsThanThereMayBe() throws IOException {
        server.close();
        server = new TestServer(
                HttpSettings.defaults().withWire(TestLimits.withConnections(3)), new TestTicker(Duration.ofMillis(1)));
        List<Socket> open = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                Socket socket = server.connect();
                open.add(socket);
                RawAnswer.send(socket, "GET /livez HTTP/1.1\r\n" + HOST + "\r\n");
                assertThat(socket.getInputStream().read()).isEqualTo('H');
            }

            RawAnswer refused = RawAnswer.to(server, LAST);
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.text()).contains("Retry-After: 1", "/problems/overloaded");

            RawAnswer.send(open.getFirst(), LAST);
            RawAnswer.untilClosed(open.getFirst());
            assertThat(RawAnswer.to(server, LAST).status()).isEqualTo(200);
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
    }
}
