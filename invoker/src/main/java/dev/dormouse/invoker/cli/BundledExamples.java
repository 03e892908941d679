package dev.dormouse.invoker.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.dormouse.snapshot.FunctionName;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.StreamSupport;

/** The examples that come with the runtime, as their manifest describes them. */
final class BundledExamples {
    private static final String MANIFEST = "/dev/dormouse/invoker/examples/manifest.json";

    /**
     * One of them.
     *
     * @param name of the function
     * @param curl a line that shows it at work, with <code>{url}</code> for the runtime's address
     */
    record Example(FunctionName name, String curl) {
        /** Whether the line works in any directory, because it sends no file. */
        boolean needsNoFile() {
            return !curl.contains("@");
        }
    }

    private BundledExamples() {}

    /** All of them, in the manifest's order. */
    static List<Example> all() {
        try (InputStream in = BundledExamples.class.getResourceAsStream(MANIFEST)) {
            if (in == null) {
                throw new IllegalStateException("The build left out " + MANIFEST + ".");
            }
            return StreamSupport.stream(read(in).spliterator(), false)
                    .map(example -> new Example(
                            new FunctionName(example.path("name").asText()),
                            example.path("curl").asText()))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static JsonNode read(InputStream in) throws IOException {
        return JsonMapper.builder().build().readTree(in).path("examples");
    }
}
