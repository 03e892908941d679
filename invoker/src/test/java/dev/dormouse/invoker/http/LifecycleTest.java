package dev.dormouse.invoker.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LifecycleTest {
    @Test
    void finishesWhatRunsAndTakesNothingNewWhenItStops() throws Exception {
        try (TestServer server = TestServer.started()) {
            var began = new CountDownLatch(1);
            var goOn = new CountDownLatch(1);
            server.functions.with("slow", (invocation, sink) -> {
                began.countDown();
                await(goOn);
                return FakeFunctions.ok(invocation, "done");
            });
            assertThat(server.get("/readyz").statusCode()).isEqualTo(200);
            CompletableFuture<HttpResponse<String>> running = server.client.sendAsync(
                    HttpRequest.newBuilder(server.uri("/fn/slow")).build(), BodyHandlers.ofString());
            await(began);

            CompletableFuture<Boolean> stopped = CompletableFuture.supplyAsync(() -> server.stop(TestServer.PATIENCE));
            while (server.get("/readyz").statusCode() == 200) {
                Thread.onSpinWait();
            }
            HttpResponse<String> refused = server.get("/fn/echo");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body()).contains("/problems/stopping");
            assertThat(TestServer.header(refused, "Retry-After")).contains("1");
            assertThat(server.get("/livez").statusCode()).isEqualTo(200);
            goOn.countDown();

            assertThat(running.get(20, TimeUnit.SECONDS).body()).isEqualTo("done");
            assertThat(stopped.get(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void isNotReadyWhileTheStoreTakesNoWrites() throws Exception {
        try (TestServer server = TestServer.started()) {
            server.storeTrouble = Optional.of("The disk is full.");
            HttpResponse<String> refused = server.get("/readyz");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body()).contains("/problems/store-unavailable", "The disk is full.");
            assertThat(server.get("/livez").statusCode()).isEqualTo(200);

            server.storeTrouble = Optional.empty();

            assertThat(server.get("/readyz").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void breaksOffWhatRunsBeyondItsPatience() throws Exception {
        try (TestServer server = TestServer.started()) {
            var began = new CountDownLatch(1);
            server.functions.with("endless", (invocation, sink) -> {
                began.countDown();
                await(new CountDownLatch(1));
                return FakeFunctions.ok(invocation, "never");
            });
            var running = server.client.sendAsync(
                    HttpRequest.newBuilder(server.uri("/fn/endless")).build(), BodyHandlers.ofString());
            await(began);

            assertThat(server.stop(Duration.ofMillis(1))).isFalse();
            assertThat(running.handle((response, failure) -> failure != null || response.statusCode() >= 500)
                            .get(20, TimeUnit.SECONDS))
                    .isTrue();
        }
    }

    @Test
    void refusesCertificatesThatAreNone() {
        var files = new HttpSettings.TlsFiles(Path.of("none.crt"), Path.of("none.key"));
        HttpSettings settings = HttpSettings.defaults().withListener("127.0.0.1", 0, Optional.of(files));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TestServer(settings))
                .withMessageContaining("none.crt");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(TestServer.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException("Broken off.", e);
        }
    }
}
