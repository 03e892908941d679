package dev.dormouse.invoker.guests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.dormouse.invoker.guests.DeployedGuest.Reply;
import dev.dormouse.invoker.wasm.ModuleRefused;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Plug-ins that others built with stock PDKs, and a WASI command, run here unchanged. */
class ElsewhereTest {
    private static final Path FOLDER = Path.of("src/test/resources/guests/elsewhere");

    @TestFactory
    Stream<DynamicTest> answersAsItsAuthorsSay() throws IOException {
        JsonNode cases = JsonMapper.builder()
                .build()
                .readTree(FOLDER.resolve("cases.json").toFile())
                .path("cases");
        return StreamSupport.stream(cases.spliterator(), false)
                .map(one -> DynamicTest.dynamicTest(
                        one.path("file").asText() + " " + one.path("config"), () -> check(one)));
    }

    private static void check(JsonNode one) throws ModuleRefused {
        Map<String, String> config = new HashMap<>();
        one.path("config")
                .properties()
                .forEach(entry -> config.put(entry.getKey(), entry.getValue().asText()));
        Optional<String> entry = Optional.ofNullable(one.get("entry")).map(JsonNode::asText);
        DeployedGuest guest = DeployedGuest.of(FOLDER.resolve(one.path("file").asText()), entry, config);
        for (int i = 0; i < 3; i++) {
            Reply reply = guest.ask(one.path("body").asText());
            assertThat(reply.status())
                    .as(reply.text())
                    .isEqualTo(one.path("status").asInt());
            if (one.has("answer")) {
                assertThat(reply.text()).isEqualTo(one.path("answer").asText());
            }
            assertThat(reply.text()).contains(one.path("error").asText());
            List<String> lines = StreamSupport.stream(one.path("log").spliterator(), false)
                    .map(JsonNode::asText)
                    .toList();
            assertThat(reply.log()).containsAll(lines);
        }
    }
}
