package dev.dormouse.invoker.wasm.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page about limits is true of the code. */
final class ModuleLimitsDocumentTest {
    private final List<String> lines;

    ModuleLimitsDocumentTest() throws IOException {
        lines = Files.readAllLines(Path.of(System.getProperty("dormouse.root", ".."), "docs", "module-limits.md"));
    }

    @Test
    void itsTableHoldsEachLimitOnceAndNoOther() {
        List<String> rows = Stream.of(Limit.values())
                .map(limit -> "| `" + limit.key() + "` | " + limit.defaultValue() + " | " + limit.subject() + " |")
                .toList();
        assertThat(lines.stream()
                        .filter(line -> line.startsWith("| `")
                                && line.split("\\|").length == 4
                                && line.matches(".*\\| \\d+ \\|.*")))
                .containsExactlyElementsOf(rows);
    }

    @Test
    void itNamesEachAcceptedFeature() {
        String page = String.join(" ", lines).toLowerCase(Locale.ROOT);
        assertThat(Stream.of(Feature.values()).filter(Feature::isAccepted).map(Feature::title))
                .allSatisfy(title ->
                        assertThat(page).contains(title.startsWith("exported ") ? "mutable globals, exported" : title));
    }
}
