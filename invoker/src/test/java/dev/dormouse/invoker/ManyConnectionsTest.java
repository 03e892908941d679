package dev.dormouse.invoker;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections that do nothing cost memory within a bound and nobody's answers; one more than the limit is told so. */
class ManyConnectionsTest {
    private static final byte[] REQUEST =
            "POST /fn/echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\nx".getBytes(US_ASCII);

    /** Client and server are in one process here, so each connection counts twice. */
    private static final long HEAP_PER_CONNECTION_MAX = 64 << 10;

    private static final long OTHER_FILES = 1_000;

    @TempDir
    private Path data;

    @Test
    void hundredsOfIdleConnectionsAreHeldAndOneMoreIsRefused() throws IOException {
        hold(400);
    }

    /** As many as fit with their clients into the usual limit of files of one process. */
    @Test
    @Tag("soak")
    void thousandsOfIdleConnectionsAreHeldAndOneMoreIsRefused() throws IOException {
        hold(9_000);
    }

    private void hold(int count) throws IOException {
        assumeTrue(filesMax() >= 2L * count + OTHER_FILES, "This process may not have " + 2 * count + " files open.");
        List<Socket> idle = new ArrayList<>();
        try (ServedRuntime runtime = ServedRuntime.start(data, "--max-connections", Integer.toString(count))) {
            // The connection of its client is the first of them.
            runtime.deploy("echo", RuntimeFixture.guest("echo.wasm"), "");
            assertThat(runtime.post("/fn/echo", "x").body()).isEqualTo("x");
            long before = heapBytes();
            while (idle.size() < count - 1) {
                Socket socket = connect(runtime.url());
                idle.add(socket);
                assertThat(answer(socket)).startsWith("HTTP/1.1 200");
            }
            long perConnection = (heapBytes() - before) / count;
            System.err.println(count + " connections hold " + perConnection + " bytes of heap each.");
            assertThat(perConnection).isLessThan(HEAP_PER_CONNECTION_MAX);

            assertThat(runtime.post("/fn/echo", "active").body()).isEqualTo("active");
            assertThat(answer(idle.getFirst())).startsWith("HTTP/1.1 200");
            try (Socket oneMore = connect(runtime.url())) {
                assertThat(answer(oneMore)).startsWith("HTTP/1.1 503").contains("/problems/overloaded");
            }
        } finally {
            idle.forEach(ManyConnectionsTest::close);
        }
    }

    private static Socket connect(URI url) throws IOException {
        return new Socket(url.getHost(), url.getPort());
    }

    /** The answer to one more request; its last byte is that of the request, or the connection's end. */
    private static String answer(Socket socket) throws IOException {
        socket.getOutputStream().write(REQUEST);
        var answer = new StringBuilder();
        while (!answer.toString().endsWith("\r\n\r\nx")) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                break;
            }
            answer.append((char) next);
        }
        return answer.toString();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long filesMax() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : 0;
    }

    private static long heapBytes() {
        ManagementFactory.getMemoryMXBean().gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
