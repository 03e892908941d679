package dev.dormouse.invoker.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Raw bytes against the real server: what is not well-formed is refused and the connection closed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FramingTest {
    private static final String HOST = "Host: localhost\r\n";
    private static final String CHUNKED = "POST /fn/echo HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n";
    private static final String LAST = "GET /fn/ignore HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n";

    private TestServer server = TestServer.started();

    @BeforeAll
    void start() {
        server.close();
        server = new TestServer(
                HttpSettings.defaults().withWire(TestLimits.PATIENT), new TestTicker(Duration.ofMillis(1)));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                // Request line
                bad("no blank after the method", "GET\r\n" + HOST + "\r\n"),
                bad("blank before the method", " GET / HTTP/1.1\r\n" + HOST + "\r\n"),
                bad("two blanks after the method", "GET  / HTTP/1.1\r\n" + HOST + "\r\n"),
                bad("two blanks before the version", "GET /  HTTP/1.1\r\n" + HOST + "\r\n"),
                bad("tab for a blank", "GET\t/ HTTP/1.1\r\n" + HOST + "\r\n"),
                bad("blank at the end", "GET / HTTP/1.1 \r\n" + HOST + "\r\n"),
                bad("no version", "GET /\r\n" + HOST + "\r\n"),
                bad("lower-case version", "GET / http/1.1\r\n" + HOST + "\r\n"),
                bad("another version", "GET / HTTP/1.2\r\n" + HOST + "\r\n"),
                bad("no path", "GET localhost HTTP/1.1\r\n" + HOST + "\r\n"),
                bad("authority form", "CONNECT localhost:80 HTTP/1.1\r\n" + HOST + "\r\n"),
                bad("a fragment", "GET /fn/echo#x HTTP/1.1\r\n" + HOST + "\r\n"),
                bad("a NUL in the path", "GET /fn/\0 HTTP/1.1\r\n" + HOST + "\r\n"),
                bad("a byte above ASCII in the path", "GET /fn/\u00e4 HTTP/1.1\r\n" + HOST + "\r\n"),
                bad("a colon in the method", "GE:T / HTTP/1.1\r\n" + HOST + "\r\n"),
                bad("two empty lines before it", "\r\n\r\nGET / HTTP/1.1\r\n" + HOST + "\r\n"),
                bad("bare LF after the request line", "GET / HTTP/1.1\n" + HOST + "\r\n"),
                bad("bare CR after the request line", "GET / HTTP/1.1\rHost: localhost\r\n\r\n"),
                status(505, "HTTP/1.0", "GET / HTTP/1.0\r\n" + HOST + "\r\n"),
                // Headers
                bad("bare LF after a header", "GET / HTTP/1.1\r\nHost: localhost\n\r\n"),
                bad("bare LF at the end", "GET / HTTP/1.1\r\n" + HOST + "\n"),
                bad("only LF", "GET / HTTP/1.1\nHost: localhost\n\n"),
                bad("bare CR in a value", "GET / HTTP/1.1\r\n" + HOST + "A: b\rc\r\n\r\n"),
                bad("a blank before the colon", "GET / HTTP/1.1\r\n" + HOST + "A : b\r\n\r\n"),
                bad("a blank in a name", "GET / HTTP/1.1\r\n" + HOST + "A b: c\r\n\r\n"),
                bad("an empty name", "GET / HTTP/1.1\r\n" + HOST + ": c\r\n\r\n"),
                bad("no colon", "GET / HTTP/1.1\r\n" + HOST + "Abc\r\n\r\n"),
                bad("a folded line", "GET / HTTP/1.1\r\n" + HOST + "A: b\r\n c\r\n\r\n"),
                bad("a folded first line", "GET / HTTP/1.1\r\n Host: localhost\r\n\r\n"),
                bad("a NUL in a value", "GET / HTTP/1.1\r\n" + HOST + "A: b\0c\r\n\r\n"),
                bad("a NUL in a name", "GET / HTTP/1.1\r\n" + HOST + "A\0: b\r\n\r\n"),
                bad("a byte above ASCII in a name", "GET / HTTP/1.1\r\n" + HOST + "\u00e4: b\r\n\r\n"),
                bad("no Host", "GET / HTTP/1.1\r\nA: b\r\n\r\n"),
                bad("an empty Host", "GET / HTTP/1.1\r\nHost:\r\n\r\n"),
                bad("two Hosts", "GET / HTTP/1.1\r\n" + HOST + "host: other\r\n\r\n"),
                bad("two equal Hosts", "GET / HTTP/1.1\r\n" + HOST + HOST + "\r\n"),
                bad("a Host with a slash", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"),
                bad("a Host with a user", "GET / HTTP/1.1\r\nHost: a@b\r\n\r\n"),
                bad("a Host with a list", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n"),
                // What frames a body
                bad("length and coding", post("Content-Length: 5\r\nTransfer-Encoding: chunked", "0\r\n\r\n")),
                bad("coding and length", post("Transfer-Encoding: chunked\r\nContent-Length: 5", "0\r\n\r\n")),
                bad("two lengths", post("Content-Length: 5\r\nContent-Length: 6", "hello")),
                bad("two equal lengths", post("Content-Length: 5\r\nContent-Length: 5", "hello")),
                bad("a list of lengths", post("Content-Length: 5, 5", "hello")),
                bad("a signed length", post("Content-Length: +5", "hello")),
                bad("a negative length", post("Content-Length: -5", "hello")),
                bad("a hexadecimal length", post("Content-Length: 0x5", "hello")),
                bad("an empty length", post("Content-Length: ", "hello")),
                bad("a length with a blank", post("Content-Length: 1 0", "hello")),
                bad("a length that overflows", post("Content-Length: 18446744073709551621", "hello")),
                status(501, "an unknown coding", post("Transfer-Encoding: gzip", "x")),
                status(501, "a coding before chunked", post("Transfer-Encoding: gzip, chunked", "0\r\n\r\n")),
                status(501, "identity", post("Transfer-Encoding: identity", "x")),
                status(501, "chunked in quotes", post("Transfer-Encoding: \"chunked\"", "0\r\n\r\n")),
                status(501, "chunked with a parameter", post("Transfer-Encoding: chunked;x=1", "0\r\n\r\n")),
                status(501, "chunked after a strange blank", post("Transfer-Encoding: \u00a0chunked", "0\r\n\r\n")),
                bad("two codings", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", "0\r\n\r\n")),
                bad("chunked after a vertical tab", post("Transfer-Encoding: \u000bchunked", "0\r\n\r\n")),
                // Chunks
                bad("a signed size", CHUNKED + "+5\r\nhello\r\n0\r\n\r\n"),
                bad("a size with 0x", CHUNKED + "0x5\r\nhello\r\n0\r\n\r\n"),
                bad("a negative size", CHUNKED + "-1\r\nhello\r\n0\r\n\r\n"),
                bad("an empty size", CHUNKED + "\r\nhello\r\n0\r\n\r\n"),
                bad("a size of blanks", CHUNKED + "  \r\nhello\r\n0\r\n\r\n"),
                bad("a blank before the size", CHUNKED + " 5\r\nhello\r\n0\r\n\r\n"),
                bad("a blank after the size", CHUNKED + "5 \r\nhello\r\n0\r\n\r\n"),
                bad("a size that overflows", CHUNKED + "10000000000000005\r\nhello\r\n0\r\n\r\n"),
                bad("a size that is negative in 64 bits", CHUNKED + "ffffffffffffffff\r\nhello\r\n0\r\n\r\n"),
                bad("a size with an underscore", CHUNKED + "1_0\r\nhello\r\n0\r\n\r\n"),
                bad("a size ended by LF", CHUNKED + "5\nhello\r\n0\r\n\r\n"),
                bad("an extension with LF", CHUNKED + "5;a\nhello\r\n0\r\n\r\n"),
                bad("an extension with CR", CHUNKED + "5;a\rb\r\nhello\r\n0\r\n\r\n"),
                bad("a chunk without CRLF", CHUNKED + "5\r\nhello0\r\n\r\n"),
                bad("a chunk ended by LF", CHUNKED + "5\r\nhello\n0\r\n\r\n"),
                bad("a chunk longer than its size", CHUNKED + "4\r\nhello\r\n0\r\n\r\n"),
                bad("a last chunk ended by LF", CHUNKED + "0\n\n"),
                bad("a trailer ended by LF", CHUNKED + "0\r\nA: b\n\r\n"),
                bad("a folded trailer", CHUNKED + "0\r\n A: b\r\n\r\n"));
    }

    private static Arguments bad(String what, String request) {
        return status(400, what, request);
    }

    private static Arguments status(int status, String what, String request) {
        return Arguments.argumentSet(what, status, request);
    }

    private static String post(String headers, String body) {
        return "POST /fn/echo HTTP/1.1\r\n" + HOST + headers + "\r\n\r\n" + body;
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void refusesWhatIsNotWellFormedAndCloses(int status, String request) throws IOException {
        RawAnswer answer = RawAnswer.to(server, request + LAST);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text())
                .containsIgnoringCase("\r\nconnection: close\r\n")
                .contains("application/problem+json")
                .doesNotContain("ignored");
        assertThat(answer.answers()).isEqualTo(1);
    }

    static Stream<Arguments> unusual() {
        return Stream.of(
                good("an empty line before it", "\r\n" + post("Content-Length: 5", "hello")),
                good(
                        "absolute form",
                        "POST http://localhost/fn/echo HTTP/1.1\r\n" + HOST + "Content-Length: 5\r\n\r\nhello"),
                good(
                        "no blank after a colon",
                        "POST /fn/echo HTTP/1.1\r\nHost:localhost\r\nContent-Length:5\r\n\r\nhello"),
                good("tabs around a value", post("Content-Length:\t5\t", "hello")),
                good("zeros before a length", post("Content-Length: 0005", "hello")),
                good("a byte above ASCII in a value", post("A: \u00e4\r\nContent-Length: 5", "hello")),
                good("an empty value", post("A:\r\nContent-Length: 5", "hello")),
                good("a coded body that is passed on", post("Content-Encoding: gzip\r\nContent-Length: 5", "hello")),
                good("another case of chunked", post("TRANSFER-ENCODING: Chunked", "5\r\nhello\r\n0\r\n\r\n")),
                good("several chunks", CHUNKED + "2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n"),
                good("zeros before a size", CHUNKED + "0000005\r\nhello\r\n000\r\n\r\n"),
                good("an extension", CHUNKED + "5;a=b;c=\"d;e\"\r\nhello\r\n0;x\r\n\r\n"),
                good("trailers", CHUNKED + "5\r\nhello\r\n0\r\nA: b\r\nTransfer-Encoding: chunked\r\n\r\n"));
    }

    private static Arguments good(String what, String request) {
        return Arguments.argumentSet(what, request);
    }

    @ParameterizedTest
    @MethodSource("unusual")
    void takesWhatIsUnusualButWellFormed(String request) throws IOException {
        RawAnswer answer = RawAnswer.to(server, request + LAST);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).contains("\r\n\r\nhello", "\r\n\r\nignored");
        assertThat(answer.answers()).isEqualTo(2);
    }

    @Test
    void passesTheBytesOfAHexadecimalSizeInAnyCaseOn() throws IOException {
        String body = "x".repeat(0xAb);

        RawAnswer answer = RawAnswer.to(server, CHUNKED + "aB\r\n" + body + "\r\n0\r\n\r\n" + LAST);

        assertThat(answer.text()).contains("\r\n\r\n" + body + "HTTP/1.1 200");
    }

    @Test
    void answersPipelinedRequestsInTheirOrderBeforeTheBadOne() throws IOException {
        RawAnswer answer = RawAnswer.to(
                server, post("Content-Length: 1", "1") + post("Content-Length: 1", "2") + "BAD\r\n\r\n" + LAST);

        assertThat(answer.answers()).isEqualTo(3);
        assertThat(answer.text()).containsSubsequence("HTTP/1.1 200", "\r\n\r\n1HTTP", "\r\n\r\n2HTTP/1.1 400");
    }

    @Test
    void doesNotTakeTheRestOfAnUnwantedBodyForARequest() throws IOException {
        String smuggled = "GET /fn/smuggled HTTP/1.1\r\n" + HOST + "\r\n";
        String request = "POST /fn/ignore HTTP/1.1\r\n" + HOST + "Expect: 100-continue\r\nContent-Length: "
                + smuggled.length() + "\r\n\r\n" + smuggled;

        RawAnswer answer = RawAnswer.to(server, request);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.answers()).isEqualTo(1);
        assertThat(answer.text()).containsIgnoringCase("connection: close").doesNotContain("100 Continue");
        assertThat(invoked()).doesNotContain("smuggled");
    }

    @Test
    void doesNotTakeTheRestOfABodyThatIsTooLargeForARequest() throws IOException {
        String smuggled = "GET /fn/smuggled HTTP/1.1\r\n" + HOST + "\r\n";
        int most = (int) HttpSettings.defaults().maxBodyBytes();
        String first = "x".repeat(most - 10);
        String second = "y".repeat(11) + smuggled;
        String body = hex(first) + first + "\r\n" + hex(second) + second + "\r\n0\r\n\r\n";

        RawAnswer answer = RawAnswer.to(server, CHUNKED + body);

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.answers()).isEqualTo(1);
        assertThat(invoked()).doesNotContain("smuggled");
    }

    private static String hex(String text) {
        return Integer.toHexString(text.length()) + "\r\n";
    }

    private List<String> invoked() {
        return server.functions.seen().stream()
                .map(invocation -> invocation.function().value())
                .toList();
    }

    @Test
    void asksForABodyOnlyWhenTheFunctionDoes() throws IOException {
        try (Socket socket = server.connect()) {
            RawAnswer.send(socket, post("Expect: 100-continue\r\nContent-Length: 5", ""));
            String asked = "HTTP/1.1 100 Continue\r\n\r\n";
            byte[] first = socket.getInputStream().readNBytes(asked.length());
            assertThat(new String(first, StandardCharsets.US_ASCII)).isEqualTo(asked);

            RawAnswer.send(socket, "hello" + LAST);
            assertThat(RawAnswer.untilClosed(socket).text()).contains("\r\n\r\nhello");
        }
    }

    @Test
    void keepsTheConnectionWhenASmallBodyWasNotWanted() throws IOException {
        RawAnswer answer =
                RawAnswer.to(server, "POST /fn/ignore HTTP/1.1\r\n" + HOST + "Content-Length: 5\r\n\r\nhello" + LAST);

        assertThat(answer.answers()).isEqualTo(2);
    }

    @Test
    void closesAfterTheRequestThatSaysSo() throws IOException {
        String twice = "GET /fn/ignore HTTP/1.1\r\n" + HOST + "Connection: keep-alive, Close\r\n\r\n" + LAST;

        assertThat(RawAnswer.to(server, twice).answers()).isEqualTo(1);
    }
}
