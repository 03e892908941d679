package dev.dormouse.invoker.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The version that this was built as. */
final class ProductVersion {
    private ProductVersion() {}

    /** For example {@code 0.1.0}. */
    static String text() {
        try (InputStream in = ProductVersion.class.getResourceAsStream("version.txt")) {
            if (in == null) {
                throw new IllegalStateException("The build left out version.txt.");
            }
            return new String(in.readAllBytes(), UTF_8).strip();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
