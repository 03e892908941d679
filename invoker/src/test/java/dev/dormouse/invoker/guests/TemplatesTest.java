package dev.dormouse.invoker.guests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The index of the templates tells the truth about them. */
class TemplatesTest {
    private static final Path FOLDER = Path.of("src/main/resources/dev/dormouse/invoker/templates");

    @Test
    void theIndexListsExactlyTheFilesOfEachLanguage() throws IOException {
        for (JsonNode language : languages()) {
            Path folder = FOLDER.resolve(language.path("language").asText());
            assertThat(texts(language.path("files"))).isEqualTo(files(folder));
        }
    }

    @Test
    void everyFolderIsALanguageOfTheIndex() throws IOException {
        Set<String> named = StreamSupport.stream(languages().spliterator(), false)
                .map(language -> language.path("language").asText())
                .collect(Collectors.toSet());
        try (Stream<Path> folders = Files.list(FOLDER).filter(Files::isDirectory)) {
            assertThat(folders.map(folder -> folder.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(named);
        }
    }

    @Test
    void theDeployNamesTheArtifact() throws IOException {
        for (JsonNode language : languages()) {
            String artifact = language.path("artifact").asText();
            assertThat(language.path("deploy").asText()).isEqualTo("dormouse deploy {{name}} " + artifact);
            assertThat(language.path("needs").asText()).isNotEmpty();
            assertThat(language.path("title").asText()).isNotEmpty();
        }
    }

    private static JsonNode languages() throws IOException {
        return JsonMapper.builder()
                .build()
                .readTree(FOLDER.resolve("index.json").toFile())
                .path("languages");
    }

    private static Set<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.toSet());
    }

    private static Set<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder).filter(Files::isRegularFile)) {
            return files.map(file -> folder.relativize(file).toString()).collect(Collectors.toSet());
        }
    }
}
