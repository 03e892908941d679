package dev.dormouse.invoker.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.dormouse.snapshot.FunctionName;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.StreamSupport;

/** The examples that come with the runtime, as their manifest describes them. */
final class BundledExamples {
    private static final String FOLDER = "/dev/dormouse/invoker/examples/";
    private static final String MANIFEST = "manifest.json";

    /**
     * One of them.
     *
     * @param name of the function
     * @param file of the module or the script, below the folder of the examples
     * @param curl a line that shows it at work, with <code>{url}</code> for the runtime's address
     */
    record Example(FunctionName name, String file, String curl) {
        /** Whether the line works in any directory, because it sends no file. */
        boolean needsNoFile() {
            return !curl.contains("@");
        }

        /** The last part of its file's path. */
        String fileName() {
            return file.substring(file.lastIndexOf('/') + 1);
        }

        /** The module or the script. */
        byte[] bytes() {
            return read(file);
        }
    }

    private BundledExamples() {}

    /** All of them, in the manifest's order. */
    static List<Example> all() {
        try {
            JsonNode examples = JsonText.parse(read(MANIFEST)).path("examples");
            return StreamSupport.stream(examples.spliterator(), false)
                    .map(example -> new Example(
                            new FunctionName(example.path("name").asText()),
                            example.path("file").asText(),
                            example.path("curl").asText()))
                    .toList();
        } catch (JsonProcessingException malformed) {
            throw new IllegalStateException("The build spoilt " + MANIFEST + ".", malformed);
        }
    }

    /** One of them; it must be there. */
    static Example named(String name) {
        return all().stream()
                .filter(example -> example.name().value().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("There is no example '" + name + "'."));
    }

    private static byte[] read(String file) {
        try (InputStream in = BundledExamples.class.getResourceAsStream(FOLDER + file)) {
            if (in == null) {
                throw new IllegalStateException("The build left out the example " + file + ".");
            }
            return in.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
