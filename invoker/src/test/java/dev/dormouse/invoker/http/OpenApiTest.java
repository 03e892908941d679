package dev.dormouse.invoker.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.invoker.access.Scope;
import dev.dormouse.scheduler.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The description says what the code does. */
class OpenApiTest {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete");
    private static final Map<?, ?> API = load();

    private static Map<?, ?> load() {
        try (InputStream in = Objects.requireNonNull(ProbeApi.class.getResourceAsStream("openapi.yaml"))) {
            return new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<?, ?> at(Object node, String... path) {
        Object found = node;
        for (String name : path) {
            found = Objects.requireNonNull(((Map<?, ?>) found).get(name), name);
        }
        return (Map<?, ?>) found;
    }

    private static Stream<String> methods(Endpoint endpoint) {
        return endpoint.isControl() ? Stream.of(endpoint.method().toLowerCase(Locale.ROOT)) : Stream.of("get", "post");
    }

    @Test
    void holdsJustTheRoutesThatThereAre() {
        Set<String> described = new TreeSet<>();
        at(API, "paths")
                .forEach((path, item) -> ((Map<?, ?>) item)
                        .keySet().stream()
                                .filter(METHODS::contains)
                                .forEach(method -> described.add(method + " " + path)));
        Set<String> real = new TreeSet<>();
        for (Endpoint endpoint : Endpoint.values()) {
            methods(endpoint).forEach(method -> real.add(method + " " + endpoint.template()));
        }

        assertThat(described).isEqualTo(real);
    }

    @ParameterizedTest
    @EnumSource(Endpoint.class)
    void namesTheScopeOfEachRoute(Endpoint endpoint) {
        List<Object> expected = endpoint.scope().isEmpty()
                ? List.of()
                : List.of(
                        Map.of(),
                        Map.of(
                                "apiKey",
                                List.of(endpoint.scope().map(Scope::text).get())));

        methods(endpoint)
                .forEach(method -> assertThat(
                                at(API, "paths", endpoint.template(), method).get("security"))
                        .isEqualTo(expected));
    }

    @ParameterizedTest
    @EnumSource(Endpoint.class)
    void namesWhatKeysAndChangesMayAnswer(Endpoint endpoint) {
        methods(endpoint).forEach(method -> {
            Set<?> statuses =
                    at(API, "paths", endpoint.template(), method, "responses").keySet();
            if (endpoint.scope().isPresent()) {
                assertThat(statuses.contains("401") && statuses.contains("403")).isTrue();
            }
            assertThat(statuses.contains("412")).isEqualTo(endpoint.changes() && endpoint != Endpoint.PUT_MODULE);
        });
    }

    @ParameterizedTest
    @EnumSource(Outcome.class)
    void holdsTheStatusAndTheNameOfEachOutcome(Outcome outcome) {
        String status = Integer.toString(
                ProblemTable.ofOutcome(outcome, java.util.Optional.empty()).status());

        assertThat(at(API, "paths", "/fn/{name}", "get", "responses").containsKey(status))
                .isTrue();
        assertThat((List<?>) at(API, "components", "schemas", "Problem", "properties", "outcome")
                        .get("enum"))
                .anyMatch(outcome.name()::equals);
    }

    @Test
    void holdsEachStatusOfAProblemSomewhere() {
        String text = API.toString();

        for (ProblemType type : ProblemType.values()) {
            // 405 is the answer to what is not described.
            if (type != ProblemType.METHOD_NOT_ALLOWED) {
                assertThat(text).contains(Integer.toString(type.status()));
            }
        }
    }

    static Stream<Arguments> records() {
        return Stream.of(
                Arguments.of("Function", ControlJson.Function.class),
                Arguments.of("Revision", ControlJson.Revision.class),
                Arguments.of("Alias", ControlJson.Alias.class),
                Arguments.of("AliasSpec", ControlJson.AliasSpec.class),
                Arguments.of("Target", ControlJson.Target.class),
                Arguments.of("Spec", ControlJson.Spec.class),
                Arguments.of("Step", ControlJson.Step.class),
                Arguments.of("Module", ControlJson.Module.class),
                Arguments.of("Agent", ControlJson.Agent.class),
                Arguments.of("AgentBytes", ControlJson.AgentBytes.class),
                Arguments.of("Fork", ControlJson.Fork.class),
                Arguments.of("Revert", ControlJson.Revert.class),
                Arguments.of("LogLine", ControlJson.LogLine.class),
                Arguments.of("LogPage", ControlJson.Listing.class),
                Arguments.of("AgentPage", ControlJson.Listing.class),
                Arguments.of("FunctionPage", ControlJson.Listing.class),
                Arguments.of("RevisionPage", ControlJson.Listing.class));
    }

    @ParameterizedTest
    @MethodSource("records")
    void holdsJustTheMembersThatAreReadAndWritten(String schema, Class<? extends Record> type) {
        Set<String> members = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(new TreeMap<>(at(API, "components", "schemas", schema, "properties"))
                        .keySet()
                        .toString())
                .isEqualTo(members.toString());
    }

    @Test
    void isServed() throws Exception {
        try (TestServer server = TestServer.started()) {
            var response = server.get("/openapi.yaml");

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(TestServer.header(response, "Content-Type")).contains("application/yaml");
            assertThat(response.body()).startsWith("openapi: 3.1.0");
        }
    }
}
