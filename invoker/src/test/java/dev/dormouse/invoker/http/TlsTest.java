package dev.dormouse.invoker.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP over TLS, by clients that trust the server's certificate. */
class TlsTest {
    private static final Duration HEAD_TIMEOUT = Duration.ofSeconds(10);

    /** The beginning of a ClientHello that says it has 512 bytes. */
    private static final String HALF_HELLO = "\26\3\1\2\0\1\0\1\374\3\3";

    @TempDir
    private static Path directory;

    private static TestCertificate certificate;
    private TestServer server;

    @BeforeAll
    static void make() throws Exception {
        certificate = TestCertificate.in(directory);
    }

    @BeforeEach
    void start() {
        server = new TestServer(HttpSettings.defaults()
                .withListener("127.0.0.1", 0, Optional.of(certificate.files()))
                .withWire(TestLimits.withDeadlines(HEAD_TIMEOUT, Duration.ofHours(1), Duration.ofHours(1))));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> post(HttpClient.Version version, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("https://127.0.0.1:" + server.server.port() + "/fn/echo"))
                .timeout(TestServer.PATIENCE)
                .POST(BodyPublishers.ofString(body))
                .build();
        try (HttpClient client = HttpClient.newBuilder()
                .version(version)
                .sslContext(certificate.trusting())
                .build()) {
            return client.send(request, BodyHandlers.ofString());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void speaksTheVersionThatTheHandshakeSettles(HttpClient.Version version) throws Exception {
        String body = "x".repeat(100_000);

        HttpResponse<String> response = post(version, body);

        assertThat(response.version()).isEqualTo(version);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(body);
        assertThat(response.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
    }

    @Test
    void speaksHttp1ToAClientThatDoesNotChoose() throws Exception {
        try (SSLSocket socket =
                (SSLSocket) certificate.trusting().getSocketFactory().createSocket("127.0.0.1", server.server.port())) {
            socket.setSoTimeout((int) TestServer.PATIENCE.toMillis());
            RawAnswer.send(socket, "GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

            assertThat(RawAnswer.untilClosed(socket).status()).isEqualTo(200);
        }
    }

    @Test
    void shakesNoHandsOverProtocolsThatAreBroken() throws Exception {
        try (SSLSocket socket =
                (SSLSocket) certificate.trusting().getSocketFactory().createSocket("127.0.0.1", server.server.port())) {
            socket.setSoTimeout((int) TestServer.PATIENCE.toMillis());
            socket.setEnabledProtocols(new String[] {"TLSv1.1"});

            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
        }
        assertThat(post(HttpClient.Version.HTTP_1_1, "still here").statusCode()).isEqualTo(200);
    }

    @Test
    void closesAPlainConnection() throws Exception {
        try (Socket socket = server.connect()) {
            RawAnswer.send(socket, "GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n");

            assertThat(RawAnswer.untilClosed(socket).status()).isZero();
        }
        assertThat(post(HttpClient.Version.HTTP_1_1, "still here").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", HALF_HELLO})
    void closesAConnectionWhoseHandshakeDoesNotEnd(String begin) throws Exception {
        try (Socket socket = server.connect()) {
            RawAnswer.send(socket, begin);
            // Connections are accepted in their order: when this one is answered, the other one is known.
            assertThat(post(HttpClient.Version.HTTP_1_1, "in time").statusCode())
                    .isEqualTo(200);
            server.ticker.advance(HEAD_TIMEOUT.plusSeconds(1));

            assertThat(RawAnswer.untilClosed(socket).text()).doesNotContain("HTTP");
        }
        assertThat(post(HttpClient.Version.HTTP_1_1, "still here").statusCode()).isEqualTo(200);
    }

    @Test
    void doesNotTakeAConnectionForAHandshakeForEver() throws Exception {
        try (SSLSocket socket =
                (SSLSocket) certificate.trusting().getSocketFactory().createSocket("127.0.0.1", server.server.port())) {
            socket.setSoTimeout((int) TestServer.PATIENCE.toMillis());
            answered(socket);
            server.ticker.advance(HEAD_TIMEOUT.plusSeconds(1));
            assertThat(post(HttpClient.Version.HTTP_1_1, "meanwhile").statusCode())
                    .isEqualTo(200);

            answered(socket);
        }
    }

    private static void answered(SSLSocket socket) throws IOException {
        RawAnswer.send(socket, "GET /fn/ignore HTTP/1.1\r\nHost: localhost\r\n\r\n");
        var answer = new StringBuilder();
        while (!answer.toString().endsWith("ignored")) {
            int octet = socket.getInputStream().read();
            assertThat(octet).isNotNegative();
            answer.append((char) octet);
        }
        assertThat(answer.toString()).startsWith("HTTP/1.1 200");
    }
}
