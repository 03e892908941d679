package dev.dormouse.snapshot.object.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.snapshot.object.StoreRefusedException;
import dev.dormouse.snapshot.tls.SelfSigned;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.cert.CertificateExpiredException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Servers that are not reached at all, or that are not who they should be. */
class S3ConnectionTest {
    @TempDir
    private Path directory;

    /** Speaks TLS, with a certificate that nobody has signed. */
    private static final class UnknownServer implements AutoCloseable {
        private final SSLServerSocket listener;
        private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        private final AtomicInteger connections = new AtomicInteger();

        UnknownServer(SSLContext context) throws IOException {
            listener = (SSLServerSocket)
                    context.getServerSocketFactory().createServerSocket(0, 16, InetAddress.getLoopbackAddress());
            threads.execute(this::accept);
        }

        private void accept() {
            try {
                while (true) {
                    SSLSocket socket = (SSLSocket) listener.accept();
                    connections.incrementAndGet();
                    threads.execute(() -> shakeHands(socket));
                }
            } catch (IOException e) {
                // it was closed
            }
        }

        private static void shakeHands(SSLSocket socket) {
            try (socket) {
                socket.startHandshake();
            } catch (IOException e) {
                // the client does not like the certificate
            }
        }

        URI endpoint() {
            return URI.create("https://127.0.0.1:" + listener.getLocalPort());
        }

        @Override
        public void close() throws IOException {
            listener.close();
            threads.close();
        }
    }

    @Test
    void refusesAServerWhoseCertificateNobodyVouchesForAndAsksOnce() throws Exception {
        try (UnknownServer server = new UnknownServer(SelfSigned.in(directory).shown())) {
            S3Settings settings = S3Fixtures.settings(server.endpoint(), "dormouse", "tests", S3Fixtures.PATIENT);

            assertThatThrownBy(() -> S3Fixtures.open(settings))
                    .isInstanceOf(StoreRefusedException.class)
                    .hasMessageContainingAll("cannot be used", "PKIX", "let the JVM trust who signed it");
            assertThat(server.connections).hasValue(1);
        }
    }

    @Test
    void tellsWhatIsWrongWithTheCertificateFromABrokenConnection() {
        assertThat(failure(handshake(new CertificateExpiredException("NotAfter: yesterday"))))
                .isEqualTo(S3Failure.UNTRUSTED);
        assertThat(failure(new SSLPeerUnverifiedException("another name"))).isEqualTo(S3Failure.UNTRUSTED);
        assertThat(failure(handshake(new SocketException("Connection reset")))).isEqualTo(S3Failure.TROUBLE);
        assertThat(S3Failure.UNTRUSTED.passes()).isFalse();
    }

    @Test
    void triesAgainWhenANameIsNotKnown() {
        assertThat(failure(new UnknownHostException("bucket.example"))).isEqualTo(S3Failure.UNKNOWN_HOST);
        assertThat(S3Failure.UNKNOWN_HOST.passes()).isTrue();
        assertThat(S3Failure.describe(sdk(new UnknownHostException("bucket.example"))))
                .contains("UnknownHostException: bucket.example");
    }

    @Test
    void endsThoughACauseLeadsBackToItself() {
        Exception first = new Exception("first");
        first.initCause(new Exception("second", first));

        assertThat(failure(first)).isEqualTo(S3Failure.TROUBLE);
    }

    private static SSLHandshakeException handshake(Exception cause) {
        SSLHandshakeException failed = new SSLHandshakeException("failed");
        failed.initCause(cause);
        return failed;
    }

    private static S3Failure failure(Exception cause) {
        return S3Failure.of(sdk(cause));
    }

    private static SdkClientException sdk(Exception cause) {
        return SdkClientException.create("Unable to execute HTTP request", cause);
    }
}
