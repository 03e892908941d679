package dev.dormouse.invoker.guests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.dormouse.invoker.RuntimeFixture;
import dev.dormouse.invoker.examples.BundledExamples;
import dev.dormouse.invoker.execution.InvocationResult;
import dev.dormouse.invoker.execution.InvocationResult.Whole;
import dev.dormouse.invoker.execution.RevisionSelector;
import dev.dormouse.invoker.guests.DeployedGuest.Reply;
import dev.dormouse.invoker.registry.SampleRequest;
import dev.dormouse.invoker.wasm.ModuleRefused;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples do what their pages say, from the modules that are committed. */
class ExamplesTest {
    private static final Path FOLDER = Path.of("..", "examples");

    @Test
    void markdownGivesHtml() throws ModuleRefused {
        DeployedGuest markdown = guest("markdown");
        Reply fragment = markdown.ask("# Hi *you*\n\n| a |\n|---|\n| ~~1~~ |\n\n<script>x</script>\n");
        assertThat(fragment.status()).isEqualTo(200);
        assertThat(fragment.contentType()).isEqualTo("text/html; charset=utf-8");
        assertThat(fragment.text())
                .startsWith("<h1 id=\"hi-you\">Hi <em>you</em></h1>\n<table>")
                .contains("<td><del>1</del></td>")
                .doesNotContain("<script>");
        Reply page = markdown.ask("page", "# Title & more\n".getBytes(StandardCharsets.UTF_8));
        assertThat(page.text()).startsWith("<!doctype html>").contains("<title>Title &amp; more</title>");
    }

    @Test
    void csvStatsDescribesEachColumn() throws ModuleRefused {
        DeployedGuest csvStats = guest("csv-stats");
        Reply reply = csvStats.ask("city;people;area\nOslo;709000;454.1\n\"Bern; CH\";134000;\n");
        assertThat(reply.contentType()).isEqualTo("application/json");
        assertThat(reply.text())
                .isEqualTo("{\"rows\":2,\"columns\":["
                        + "{\"name\":\"city\",\"type\":\"text\",\"count\":2,\"empty\":0,"
                        + "\"min\":\"Bern; CH\",\"max\":\"Oslo\",\"mean\":null},"
                        + "{\"name\":\"people\",\"type\":\"integer\",\"count\":2,\"empty\":0,"
                        + "\"min\":134000,\"max\":709000,\"mean\":421500.0},"
                        + "{\"name\":\"area\",\"type\":\"number\",\"count\":1,\"empty\":1,"
                        + "\"min\":454.1,\"max\":454.1,\"mean\":454.1}]}");
        assertThat(csvStats.ask("a,b\n1,2\n3\n").status()).isEqualTo(400);
    }

    @Test
    void greeterSpeaksTheConfiguredLanguage() throws ModuleRefused {
        assertThat(guest("greeter").ask("Zoë").text()).isEqualTo("Hello, Zoë!\n");
        DeployedGuest japanese = DeployedGuest.of(file("greeter"), Optional.empty(), Map.of("language", "ja"));
        assertThat(japanese.ask("").text()).isEqualTo("こんにちは, World!\n");
    }

    @Test
    void qrCodeDrawsInThreeFormats() throws ModuleRefused {
        DeployedGuest qrCode = guest("qr-code");
        Reply svg = qrCode.ask("https://example.org");
        assertThat(svg.contentType()).isEqualTo("image/svg+xml");
        assertThat(svg.text()).startsWith("<svg ").endsWith("</svg>\n");
        Reply png = qrCode.ask("format=png&text=Hi", new byte[0]);
        assertThat(png.contentType()).isEqualTo("image/png");
        assertThat(png.body()).startsWith(0x89, 'P', 'N', 'G').hasSizeGreaterThan(1_000);
        assertThat(qrCode.ask("format=txt", new byte[] {'x'}).text().lines()).hasSize(15);
        assertThat(qrCode.ask("").status()).isEqualTo(400);
        assertThat(qrCode.ask("level=L", new byte[2_954]).status()).isEqualTo(413);
        assertThat(qrCode.ask("level=L", new byte[2_953]).status()).isEqualTo(200);
    }

    @Test
    void wcCounts() throws ModuleRefused {
        Reply reply = guest("wc").ask("one two\nthree\n");
        assertThat(reply.contentType()).isEqualTo("text/plain; charset=utf-8");
        assertThat(reply.text()).isEqualTo("2 3 14\n");
    }

    /** Or it would be rehearsed with what nobody sends. */
    @Test
    void eachAnswersItsSample() {
        try (RuntimeFixture runtime = RuntimeFixture.inHeap()) {
            for (BundledExamples.Example example : BundledExamples.all()) {
                SampleRequest sample = example.sample().orElseThrow();
                runtime.deploy(example.request());
                String target = example.name().value();
                InputStream body = new ByteArrayInputStream(sample.body());
                try (InvocationResult result = runtime.invoke(target, sample.path(), RevisionSelector.LIVE, body)) {
                    assertThat(result.answer()).as(target).isInstanceOf(Whole.class);
                    assertThat(((Whole) result.answer()).head().status())
                            .as(target)
                            .isBetween(200, 299);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv-stats", "greeter", "qr-code", "wc"})
    void hasNoFunctionThatIsTooLargeToBeCompiled(String name) throws ModuleRefused {
        assertThat(guest(name).facts().interpretedFunctions()).isEmpty();
    }

    /** Go's unicode.map.init.2, which fills a table while the module is initialised; requests never run it. */
    @Test
    void markdownHasOneFunctionThatIsTooLargeToBeCompiled() throws ModuleRefused {
        assertThat(guest("markdown").facts().interpretedFunctions()).hasSize(1);
    }

    @Test
    void theManifestNamesFilesThatAreThere() throws IOException {
        JsonNode examples = JsonMapper.builder()
                .build()
                .readTree(FOLDER.resolve("manifest.json").toFile())
                .path("examples");
        assertThat(examples).isNotEmpty().allSatisfy(example -> {
            assertThat(FOLDER.resolve(example.path("file").asText())).isRegularFile();
            assertThat(example.path("style").asText()).isIn("extism", "wasi", "js");
            assertThat(example.path("curl").asText())
                    .containsPattern(
                            "\\{url}/(fn|agents)/" + example.path("name").asText());
            assertThat(Files.exists(
                            FOLDER.resolve(example.path("name").asText()).resolve("README.md")))
                    .isTrue();
        });
    }

    private static DeployedGuest guest(String name) throws ModuleRefused {
        return DeployedGuest.of(file(name));
    }

    private static Path file(String name) {
        return FOLDER.resolve(name).resolve(name + ".wasm");
    }
}
