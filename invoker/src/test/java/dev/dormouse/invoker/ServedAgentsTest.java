package dev.dormouse.invoker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agents from outside: the example of a to-do list over HTTP, on a whole runtime with its store on disk. */
class ServedAgentsTest {
    private static final String ADA = "/agents/todo/ada";
    private static final String VIEW = "/v1/agents/todo/ada";

    @TempDir
    private Path data;

    private String script = "";

    @BeforeEach
    void readTheExample() throws IOException {
        script = Files.readString(Path.of("..", "examples", "todo", "todo.js"));
    }

    private ServedRuntime start() {
        ServedRuntime runtime = ServedRuntime.start(data);
        HttpResponse<String> deployed = runtime.deployScript("todo", script);
        assertThat(deployed.statusCode()).as(deployed.body()).isBetween(200, 201);
        return runtime;
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return JsonMapper.builder().build().readTree(answer.body());
    }

    private static String generation(HttpResponse<?> answer) {
        return answer.headers().firstValue("Dormouse-Generation").orElse("none");
    }

    @Test
    void takesItsListToTheNextRevision() throws IOException {
        try (var runtime = start()) {
            runtime.post(ADA, "water the plants");
            assertThat(runtime.deployScript("todo", script.replace(" to do\\n", " open\\n"))
                            .statusCode())
                    .isEqualTo(201);
            assertThat(runtime.post(ADA, "feed the cat").body()).endsWith("2 of 2 to do\n");

            HttpResponse<String> moved = runtime.post(VIEW + "/move", "{}", "Content-Type", "application/json");

            assertThat(moved.statusCode()).as(moved.body()).isEqualTo(200);
            assertThat(json(moved).path("revision").asText()).isEqualTo("todo@2");
            assertThat(runtime.get(ADA).body())
                    .contains("water the plants", "feed the cat")
                    .endsWith("2 of 2 open\n");
        }
    }

    @Test
    void remembersFromMessageToMessageAndOverARestart() {
        try (var runtime = start()) {
            HttpResponse<String> first = runtime.post(ADA, "water the plants");
            assertThat(first.statusCode()).isEqualTo(201);
            assertThat(generation(first)).isEqualTo("1");
            assertThat(first.headers().firstValue("Server-Timing").orElse("")).contains("commit;dur=");
            runtime.post(ADA, "feed the cat");
            assertThat(runtime.post(ADA + "/1/done", "").body())
                    .isEqualTo("x 1  water the plants\n  2  feed the cat\n1 of 2 to do\n");
            assertThat(runtime.get("/agents/todo/grace").body()).isEqualTo("0 of 0 to do\n");
        }
        try (var runtime = start()) {
            HttpResponse<String> woken = runtime.get(ADA);

            assertThat(woken.body()).isEqualTo("x 1  water the plants\n  2  feed the cat\n1 of 2 to do\n");
            assertThat(woken.headers().firstValue("Dormouse-Start")).contains("resume");
            assertThat(runtime.get(ADA).headers().firstValue("Dormouse-Start")).contains("warm");
        }
    }

    @Test
    void givesARepeatTheFirstAnswerAndRefusesAnotherMessageUnderItsName() {
        try (var runtime = start()) {
            HttpResponse<String> first = runtime.post(ADA, "plants", "Idempotency-Key", "\"k\"");
            runtime.post(ADA, "cat");

            HttpResponse<String> repeat = runtime.post(ADA, "plants", "Idempotency-Key", "k");
            HttpResponse<String> other = runtime.post(ADA, "dog", "Idempotency-Key", "k");

            assertThat(repeat.statusCode()).isEqualTo(201);
            assertThat(repeat.body()).isEqualTo(first.body());
            assertThat(generation(repeat)).isEqualTo("1");
            assertThat(other.statusCode()).isEqualTo(422);
            assertThat(other.body()).contains("/problems/key-reused");
            assertThat(runtime.post("/agents/todo/grace", "dog", "Idempotency-Key", "k")
                            .statusCode())
                    .isEqualTo(201);
            assertThat(runtime.get(ADA).body()).endsWith("2 of 2 to do\n");
        }
        try (var runtime = start()) {
            assertThat(runtime.post(ADA, "plants", "Idempotency-Key", "k").body())
                    .isEqualTo("  1  plants\n1 of 1 to do\n");
        }
    }

    @Test
    void runsDuplicatesThatComeAtOnceOnlyOnce() throws Exception {
        try (var runtime = start();
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<HttpResponse<String>> send = () -> runtime.post(ADA, "plants", "Idempotency-Key", "k");
            List<Future<HttpResponse<String>>> sent =
                    Stream.generate(() -> callers.submit(send)).limit(16).toList();

            assertThat(bodiesOf(sent)).containsExactly("  1  plants\n1 of 1 to do\n");
            assertThat(runtime.get(ADA).body()).endsWith("1 of 1 to do\n");
        }
    }

    private static Set<String> bodiesOf(List<Future<HttpResponse<String>>> sent) throws Exception {
        for (Future<HttpResponse<String>> each : sent) {
            each.get();
        }
        return sent.stream().map(each -> each.resultNow().body()).collect(Collectors.toSet());
    }

    @Test
    void suspendsForksRevertsAndDeletes() throws Exception {
        try (var runtime = start()) {
            runtime.post(ADA, "plants");
            runtime.post(ADA, "cat");

            JsonNode suspended = json(runtime.post(VIEW + "/suspend", ""));
            assertThat(suspended.path("state").asText()).isEqualTo("suspended");
            assertThat(suspended.at("/bytes/heap").asLong()).isZero();
            assertThat(suspended.at("/bytes/snapshot").asLong()).isPositive();

            HttpResponse<String> forked =
                    runtime.post(VIEW + "/fork", "{\"newKey\":\"a/b\"}", "Content-Type", "application/json");
            assertThat(forked.statusCode()).as(forked.body()).isEqualTo(201);
            assertThat(runtime.post("/agents/todo/a%2Fb", "dog").body()).endsWith("3 of 3 to do\n");
            assertThat(runtime.get(ADA).body()).endsWith("2 of 2 to do\n");
            assertThat(runtime.post(VIEW + "/fork", "{\"newKey\":\"a/b\"}", "Content-Type", "application/json")
                            .statusCode())
                    .isEqualTo(409);

            runtime.post(ADA, "bird");
            long generation = suspended.path("generation").asLong();
            HttpResponse<String> reverted = runtime.post(
                    VIEW + "/revert", "{\"generation\":" + generation + "}", "Content-Type", "application/json");
            assertThat(reverted.statusCode()).as(reverted.body()).isEqualTo(200);
            assertThat(json(reverted).path("generation").asLong()).isGreaterThan(generation);
            assertThat(runtime.get(ADA).body()).endsWith("2 of 2 to do\n");

            JsonNode list = json(runtime.get("/v1/agents?function=todo"));
            assertThat(list.path("items").findValuesAsText("key")).containsExactly("a/b", "ada");
            assertThat(runtime.delete(VIEW).statusCode()).isEqualTo(204);
            assertThat(runtime.get(VIEW).statusCode()).isEqualTo(404);
            assertThat(runtime.get(ADA).body()).endsWith("0 of 0 to do\n");
        }
    }

    @Test
    void changesOnlyTheGenerationThatIsAskedFor() {
        try (var runtime = start()) {
            runtime.post(ADA, "plants");

            assertThat(runtime.post(VIEW + "/suspend", "", "If-Match", "\"9\"").statusCode())
                    .isEqualTo(412);
            assertThat(runtime.post(VIEW + "/suspend", "", "If-Match", "\"1\"").statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void knowsNoAgentOfAFunctionThatIsNotThere() {
        try (var runtime = start()) {
            assertThat(runtime.post("/agents/nobody/a", "x").statusCode()).isEqualTo(404);
            assertThat(runtime.get("/v1/agents/todo/nobody").statusCode()).isEqualTo(404);
            assertThat(runtime.get("/v1/agents?function=nobody").body()).isEqualTo("{\"items\":[]}");
        }
    }
}
