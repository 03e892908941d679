package dev.dormouse.invoker.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.invoker.exchange.AnswerHead;
import dev.dormouse.invoker.execution.InvocationResult;
import dev.dormouse.invoker.execution.InvocationResult.Streamed;
import dev.dormouse.scheduler.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that take their time, by a clock that the test moves. Head 10 s, idle 60 s, grace 10 s, then 1 KiB a second. */
class SlowClientTest {
    private static final String HEAD = "POST /fn/length HTTP/1.1\r\nHost: localhost\r\n";

    private final TestServer server = new TestServer(HttpSettings.defaults()
            .withWire(
                    TestLimits.withDeadlines(Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(10))));

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void closesAConnectionThatSaysNothingAfterTheDeadlineOfAHead() throws IOException {
        try (Socket socket = server.connect()) {
            awaitAccepted();
            server.ticker.advance(Duration.ofSeconds(11));

            assertThat(RawAnswer.untilClosed(socket).text()).isEmpty();
        }
    }

    @Test
    void tellsAndClosesAConnectionWhoseRequestLineDoesNotEnd() throws IOException {
        try (Socket socket = server.connect()) {
            RawAnswer.send(socket, "GET /fn/");
            awaitAccepted();
            server.ticker.advance(Duration.ofSeconds(11));

            assertThat(RawAnswer.untilClosed(socket).status()).isIn(0, 408);
        }
    }

    @Test
    void doesNotGiveAHeadMoreTimeForEachByte() throws IOException {
        try (Socket socket = server.connect()) {
            answerOne(socket);
            RawAnswer.send(socket, "POST /fn/length HTTP/1.1\r\n");
            // One byte a second is never silent for long, and is over after ten.
            for (int i = 0; i < 12; i++) {
                server.ticker.advance(Duration.ofSeconds(1));
                try {
                    RawAnswer.send(socket, "a");
                } catch (IOException e) {
                    break; // closed, as it should be
                }
                awaitAccepted();
            }

            assertThat(RawAnswer.untilClosed(socket).status()).isIn(0, 408);
        }
    }

    @Test
    void closesAConnectionThatIsIdleBetweenRequests() throws IOException {
        try (Socket socket = server.connect()) {
            answerOne(socket);
            server.ticker.advance(Duration.ofSeconds(61));

            assertThat(RawAnswer.untilClosed(socket).text()).isEmpty();
        }
    }

    @Test
    void keepsAConnectionThatIsIdleForLessThanItMay() throws IOException {
        try (Socket socket = server.connect()) {
            answerOne(socket);
            server.ticker.advance(Duration.ofSeconds(59));
            answerOne(socket);
        }
    }

    @Test
    void closesAConnectionWhoseBodyStops() throws Exception {
        try (Socket socket = server.connect()) {
            RawAnswer.send(socket, HEAD + "Content-Length: 10\r\n\r\n12345");
            server.functions.seen().take();
            awaitAccepted();
            server.ticker.advance(Duration.ofSeconds(12));

            assertThat(RawAnswer.untilClosed(socket).status()).isIn(0, 503);
        }
    }

    @Test
    void closesAConnectionWhoseChunkedBodyStops() throws Exception {
        try (Socket socket = server.connect()) {
            RawAnswer.send(socket, HEAD + "Transfer-Encoding: chunked\r\n\r\n5\r\n123");
            server.functions.seen().take();
            awaitAccepted();
            server.ticker.advance(Duration.ofSeconds(12));

            assertThat(RawAnswer.untilClosed(socket).status()).isIn(0, 503);
        }
    }

    @Test
    void givesABodyTimeForWhatCame() throws Exception {
        try (Socket socket = server.connect()) {
            // 20 KiB are good for twenty seconds beyond the grace of ten.
            RawAnswer.send(socket, HEAD + "Content-Length: 20481\r\n\r\n" + "x".repeat(20 << 10));
            server.functions.seen().take();
            awaitAccepted();
            server.ticker.advance(Duration.ofSeconds(25));
            RawAnswer.send(socket, "y");
            RawAnswer.send(socket, "GET /fn/ignore HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

            assertThat(RawAnswer.untilClosed(socket).text()).contains("\r\n\r\n20481HTTP/1.1 200");
        }
    }

    @Test
    void chargesNoTimeToAClientWhileItsFunctionRuns() throws Exception {
        var began = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        server.functions.with("slow", (invocation, sink) -> {
            began.countDown();
            await(goOn);
            return FakeFunctions.ok(invocation, "done");
        });
        try (Socket socket = server.connect()) {
            RawAnswer.send(socket, "GET /fn/slow HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            await(began);
            server.ticker.advance(Duration.ofHours(2));
            awaitAccepted();
            goOn.countDown();

            assertThat(RawAnswer.untilClosed(socket).text()).endsWith("done");
        }
    }

    @Test
    void closesAConnectionThatDoesNotReadItsAnswer() throws Exception {
        var ended = new CountDownLatch(1);
        server.functions.with("flood", (invocation, sink) -> {
            OutputStream out = sink.begin(new AnswerHead(200, List.of()), FakeFunctions.facts(invocation));
            boolean complete = flood(out);
            ended.countDown();
            return new InvocationResult(Outcome.CANCELLED, new Streamed(complete), FakeFunctions.facts(invocation));
        });
        try (Socket socket = server.connect()) {
            RawAnswer.send(socket, "GET /fn/flood HTTP/1.1\r\nHost: localhost\r\n\r\n");
            server.functions.seen().take();
            while (!ended.await(20, TimeUnit.MILLISECONDS)) {
                server.ticker.advance(Duration.ofSeconds(10));
            }

            assertThat(RawAnswer.untilClosed(socket).text()).doesNotEndWith("0\r\n\r\n");
        }
    }

    /** Writes much more than any buffer holds; false if it could not. */
    private static boolean flood(OutputStream out) {
        byte[] megabyte = new byte[1 << 20];
        try {
            for (int i = 0; i < 1_000; i++) {
                out.write(megabyte);
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void answerOne(Socket socket) throws IOException {
        RawAnswer.send(socket, "GET /fn/ignore HTTP/1.1\r\nHost: localhost\r\n\r\n");
        var answer = new StringBuilder();
        while (!answer.toString().endsWith("ignored")) {
            int b = socket.getInputStream().read();
            assertThat(b).isNotNegative();
            answer.append((char) b);
        }
        awaitAccepted();
    }

    /** When another connection was served, the server has had its chance to get to where it waits on the first. */
    private void awaitAccepted() throws IOException {
        try {
            for (int i = 0; i < 3; i++) {
                HttpResponse<String> response = server.send("GET", "/livez", BodyPublishers.noBody());
                assertThat(response.statusCode()).isEqualTo(200);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("Nobody interrupts tests.", e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(TestServer.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException("Nobody interrupts tests.", e);
        }
    }
}
