package dev.dormouse.invoker.cli.functions;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.dormouse.invoker.cli.command.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The starting points of {@code dormouse new}, as {@code templates/index.json} lists them. */
final class Templates {
    private static final String FOLDER = "/dev/dormouse/invoker/templates/";
    private static final String NAME = "{{name}}";

    /**
     * One of them, for a function of a name.
     *
     * @param language as a person asks for it
     * @param title what it is
     * @param needs what must be installed to build it
     * @param files contents by path
     * @param build commands, in the order in which to give them
     * @param deploy command
     */
    record Template(
            String language,
            String title,
            String needs,
            Map<String, String> files,
            List<String> build,
            String deploy) {}

    private Templates() {}

    /** All languages, in the order of the index. */
    static List<String> languages() {
        return stream(index()).map(entry -> entry.path("language").asText()).toList();
    }

    /** The starting point in a language. */
    static Optional<Template> find(String language, String name) {
        return stream(index())
                .filter(entry -> entry.path("language").asText().equals(language))
                .map(entry -> template(entry, name))
                .findFirst();
    }

    private static Template template(JsonNode entry, String name) {
        String language = entry.path("language").asText();
        var files = new LinkedHashMap<String, String>();
        texts(entry.path("files"))
                .forEach(path -> files.put(
                        path.replace(NAME, name), read(language + "/" + path).replace(NAME, name)));
        return new Template(
                language,
                entry.path("title").asText(),
                entry.path("needs").asText(),
                files,
                texts(entry.path("build")).stream()
                        .map(line -> line.replace(NAME, name))
                        .toList(),
                entry.path("deploy").asText().replace(NAME, name));
    }

    private static JsonNode index() {
        try {
            return JsonText.parse(read("index.json").getBytes(UTF_8)).path("languages");
        } catch (JsonProcessingException malformed) {
            throw new IllegalStateException("The build spoilt the templates' index.json.", malformed);
        }
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static List<String> texts(JsonNode array) {
        return stream(array).map(JsonNode::asText).toList();
    }

    private static String read(String file) {
        try (InputStream in = Templates.class.getResourceAsStream(FOLDER + file)) {
            if (in == null) {
                throw new IllegalStateException("The build left out the template " + file + ".");
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
