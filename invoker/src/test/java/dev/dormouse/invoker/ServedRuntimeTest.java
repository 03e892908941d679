package dev.dormouse.invoker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole runtime from outside: command line, HTTP, store on a disk, compiler in a process of its own. */
class ServedRuntimeTest {
    @TempDir
    private Path data;

    @Test
    void deploysAndAnswers() {
        try (ServedRuntime runtime = ServedRuntime.start(data)) {
            HttpResponse<String> deployed = runtime.deploy("echo", RuntimeFixture.guest("echo.wasm"), "");
            assertThat(deployed.statusCode()).isEqualTo(201);
            assertThat(runtime.deploy("echo", RuntimeFixture.guest("echo.wasm"), "")
                            .statusCode())
                    .isEqualTo(200);

            HttpResponse<String> answer = runtime.post("/fn/echo", "hello");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("hello");
            assertThat(answer.headers().firstValue("Dormouse-Revision")).contains("echo@1");
            assertThat(answer.headers().firstValue("Dormouse-Start")).contains("resume");
            assertThat(runtime.get("/fn/nobody").statusCode()).isEqualTo(404);
            assertThat(runtime.stop()).isZero();
        }
    }

    @Test
    void aGuestThatCountsItsCallsAlwaysCountsOne() throws Exception {
        countFromManyClients(64, 50);
    }

    @Test
    @Tag("soak")
    void aGuestThatCountsItsCallsAlwaysCountsOneForAHundredThousandRequests() throws Exception {
        countFromManyClients(64, 1_563);
    }

    private void countFromManyClients(int clients, int requestsEach) throws Exception {
        try (ServedRuntime runtime = ServedRuntime.start(data)) {
            runtime.deploy("counter", RuntimeFixture.guest("counter.wasm"), "");
            String expected = runtime.post("/fn/counter", "").body();
            assertThat(expected).isEqualTo("global=1 memory=1 table=1\n");
            Queue<String> others = new ConcurrentLinkedQueue<>();
            inParallel(clients, () -> {
                for (int i = 0; i < requestsEach; i++) {
                    String answer = runtime.post("/fn/counter", "").body();
                    if (!answer.equals(expected)) {
                        others.add(answer);
                    }
                }
                return requestsEach;
            });
            assertThat(others).isEmpty();
        }
    }

    @Test
    void endlessGuestsDoNotStopOthersAndEndAtTheirLimit() throws Exception {
        try (ServedRuntime runtime = ServedRuntime.start(data)) {
            byte[] spin = RuntimeFixture.guest("spin.wasm");
            runtime.deploy("echo", RuntimeFixture.guest("echo.wasm"), "");
            List<String> entries = List.of("handle", "empty", "calls", "fill", "host_call");
            for (String entry : entries) {
                String function = "spin-" + entry.replace('_', '-');
                HttpResponse<String> deployed =
                        runtime.deploy(function, spin, "?timeoutMillis=2000&memoryMaxBytes=536870912&entry=" + entry);
                assertThat(deployed.statusCode()).as(deployed.body()).isEqualTo(201);
            }
            try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<HttpResponse<String>>> endless = new ArrayList<>();
                for (String entry : entries) {
                    endless.add(executor.submit(() -> runtime.post("/fn/spin-" + entry.replace('_', '-'), "")));
                }
                int answeredMeanwhile = 0;
                while (endless.stream().noneMatch(Future::isDone)) {
                    assertThat(runtime.post("/fn/echo", "x").body()).isEqualTo("x");
                    answeredMeanwhile++;
                }
                assertThat(answeredMeanwhile).isPositive();
                for (Future<HttpResponse<String>> one : endless) {
                    assertThat(one.get().statusCode()).isEqualTo(504);
                    assertThat(one.get().body()).contains("DEADLINE_EXCEEDED");
                }
            }
        }
    }

    /** One on each carrier: then nothing but their own pauses makes a carrier look for threads that wait elsewhere. */
    @Test
    void asManyEndlessGuestsAsProcessorsStillLetNewConnectionsIn() throws Exception {
        try (ServedRuntime runtime = ServedRuntime.start(data)) {
            runtime.deploy("echo", RuntimeFixture.guest("echo.wasm"), "");
            runtime.deploy("spin", RuntimeFixture.guest("spin.wasm"), "?timeoutMillis=4000&entry=handle");
            int processors = Runtime.getRuntime().availableProcessors();
            try (ExecutorService executor = Executors.newFixedThreadPool(processors)) {
                List<Future<HttpResponse<String>>> endless = new ArrayList<>();
                for (int i = 0; i < processors; i++) {
                    endless.add(executor.submit(() -> runtime.post("/fn/spin", "")));
                }
                int answeredMeanwhile = 0;
                while (endless.stream().noneMatch(Future::isDone)) {
                    try (RawClient stranger = RawClient.connect(runtime.url())) {
                        assertThat(stranger.get("/fn/echo")).startsWith("HTTP/1.1 200");
                    }
                    if (endless.stream().noneMatch(Future::isDone)) {
                        answeredMeanwhile++;
                    }
                }
                assertThat(answeredMeanwhile).isGreaterThan(100);
                for (Future<HttpResponse<String>> one : endless) {
                    assertThat(one.get().statusCode()).isEqualTo(504);
                }
            }
        }
    }

    @Test
    void aRestartFindsEverythingWithoutCompiling() {
        try (ServedRuntime runtime = ServedRuntime.start(data)) {
            runtime.deploy("counter", RuntimeFixture.guest("counter.wasm"), "");
            runtime.deployScript("hello", "export default { fetch: () => new Response('hello') }");
        }
        // A compiler that may take no time at all: whatever needs it fails.
        try (ServedRuntime restarted = ServedRuntime.start(data, "--compile-timeout-millis", "1")) {
            assertThat(restarted.get("/fn/hello").body()).isEqualTo("hello");
            HttpResponse<String> first = restarted.post("/fn/counter", "");
            assertThat(first.body()).isEqualTo("global=1 memory=1 table=1\n");
            assertThat(first.headers().firstValue("Server-Timing").orElse("")).contains("load;desc=disk");
            assertThat(restarted
                            .deploy("new", RuntimeFixture.guest("headers.wasm"), "")
                            .statusCode())
                    .isEqualTo(422);
        }
    }

    @Test
    void redeploysUnderLoadFailNoRequest() throws Exception {
        try (ServedRuntime runtime = ServedRuntime.start(data)) {
            runtime.deployScript("f", script(0));
            Queue<String> failures = new ConcurrentLinkedQueue<>();
            inParallel(5, new Callable<>() {
                private int next;

                @Override
                public Integer call() {
                    int role;
                    synchronized (this) {
                        role = next++;
                    }
                    for (int i = 1; i <= 20; i++) {
                        HttpResponse<String> answer =
                                role == 0 ? runtime.deployScript("f", script(i)) : runtime.get("/fn/f");
                        if (answer.statusCode() != (role == 0 ? 201 : 200)) {
                            failures.add(answer.statusCode() + " " + answer.body());
                        }
                    }
                    return role;
                }
            });
            assertThat(failures).isEmpty();
            assertThat(runtime.get("/fn/f").body()).isEqualTo("20");
            assertThat(runtime.get("/fn/f@1").body()).isEqualTo("0");
        }
    }

    /** A new connection on a thread of the operating system's, as a stranger's is. */
    private record RawClient(Socket socket) implements AutoCloseable {
        static RawClient connect(URI url) throws IOException {
            return new RawClient(new Socket(url.getHost(), url.getPort()));
        }

        String get(String path) throws IOException {
            String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static String script(int answer) {
        return "export default { fetch: () => new Response('" + answer + "') }";
    }

    private static void inParallel(int threads, Callable<Integer> task)
            throws InterruptedException, ExecutionException {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> futures = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                futures.add(executor.submit(task));
            }
            for (Future<Integer> future : futures) {
                assertThat(future.get()).isNotNull();
            }
        }
    }
}
