package dev.dormouse.invoker.wasm.validation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The modules that compilers wrote and that lie in this repository: guests of tests, examples, the JavaScript engine. */
final class RealModules {
    private RealModules() {}

    /** All of them, in an order that is always the same. */
    static List<Path> all() {
        Path root = Path.of(System.getProperty("dormouse.root", ".."));
        return Stream.of("invoker/src/test/resources/guests", "invoker/src/main/resources", "examples")
                .map(root::resolve)
                .filter(Files::isDirectory)
                .flatMap(RealModules::below)
                .sorted()
                .toList();
    }

    /** Those of at most this many bytes. */
    static List<byte[]> upTo(long bytes) {
        return all().stream()
                .map(RealModules::read)
                .filter(module -> module.length <= bytes)
                .toList();
    }

    static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> below(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".wasm")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
