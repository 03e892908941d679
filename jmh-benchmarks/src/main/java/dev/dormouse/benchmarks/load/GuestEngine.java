package dev.dormouse.benchmarks.load;

import dev.dormouse.benchmarks.Guest;
import dev.dormouse.benchmarks.GuestCode;
import dev.dormouse.benchmarks.GuestJvm;
import dev.dormouse.benchmarks.OneGuest;
import dev.dormouse.invoker.examples.BundledExamples;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Something that runs guests, in a process of its own for each run. */
sealed interface GuestEngine {
    /** How tables call it. */
    String name();

    /** Whether it can run a guest. */
    default boolean runs(Guest guest) {
        return true;
    }

    /** The command that runs a guest, so often, or for as long as that; its last line has the time of each call. */
    List<String> command(Guest guest, int calls, int seconds) throws IOException;

    /** Nanoseconds of each call. */
    default long[] run(Guest guest, int calls, int seconds) throws IOException {
        List<String> lines = lines(command(guest, calls, seconds));
        if (lines.isEmpty()) {
            throw new IOException(name() + " said nothing of " + guest.title() + ".");
        }
        return Arrays.stream(lines.getLast().split(" ", -1))
                .mapToLong(Long::parseLong)
                .toArray();
    }

    /** What a command prints, if it ends well. */
    static List<String> lines(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> lines;
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            lines = out.lines().toList();
            if (process.waitFor() != 0) {
                throw new IOException(command.getFirst() + " ended with code " + process.exitValue() + ".");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted.", e);
        }
        return lines;
    }

    /** All that this machine has: this runtime, with and without counting fuel, Node, wasmtime. */
    static List<GuestEngine> found(LoadRun.Surroundings surroundings) {
        Path scripts = surroundings.script().resolveSibling("jmh-benchmarks/load/guests");
        List<GuestEngine> found = new ArrayList<>(List.of(ours(GuestCode.METERED), ours(GuestCode.UNMETERED)));
        version(surroundings, "node", "--version")
                .ifPresent(version ->
                        found.add(new Node("Node " + version.substring(1), scripts, surroundings.directory())));
        version(surroundings, scripts.resolve("wasmtime.sh").toString())
                .ifPresent(python -> found.add(new Wasmtime("wasmtime", python, scripts, surroundings.directory())));
        return found;
    }

    /** This runtime. */
    static Ours ours(GuestCode code) {
        return new Ours(code);
    }

    private static Optional<String> version(LoadRun.Surroundings surroundings, String... command) {
        try {
            return Optional.of(lines(List.of(command)).getLast());
        } catch (IOException e) {
            surroundings.say("left out, for it cannot be started: " + command[0] + " (" + e.getMessage() + ")");
            return Optional.empty();
        }
    }

    private static String file(Path directory, String name, byte[] content) throws IOException {
        return Files.write(directory.resolve(name), content).toString();
    }

    /**
     * This runtime, below HTTP, with the options that {@code dormouse up} gives its JVM, but without the JDK's AOT cache.
     *
     * @param code metered as the runtime has it, or not
     */
    record Ours(GuestCode code) implements GuestEngine {
        @Override
        public String name() {
            return code == GuestCode.METERED ? "Dormouse" : "Dormouse without fuel";
        }

        @Override
        public List<String> command(Guest guest, int calls, int seconds) {
            return List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    GuestJvm.COMPILE_HUGE_METHODS,
                    GuestJvm.INLINE_ACCESSORS_ONLY,
                    "-Xss8m",
                    "-XX:MaxRAMPercentage=50",
                    "-cp",
                    System.getProperty("java.class.path"),
                    OneGuest.class.getName(),
                    guest.name(),
                    code.name(),
                    String.valueOf(calls),
                    String.valueOf(seconds));
        }

        /** What it prints if it is given one argument more. */
        List<String> lines(Guest guest, int calls, int seconds, String more) throws IOException {
            List<String> command = new ArrayList<>(command(guest, calls, seconds));
            command.add(more);
            return GuestEngine.lines(command);
        }
    }

    /**
     * V8.
     *
     * @param name with the version
     * @param scripts where {@code calls.mjs} is
     * @param directory for files
     */
    record Node(String name, Path scripts, Path directory) implements GuestEngine {
        private static final String SCRIPT_ENGINE = "/dev/dormouse/invoker/js/quickjs.wasm";

        @Override
        public List<String> command(Guest guest, int calls, int seconds) throws IOException {
            List<String> command = new ArrayList<>(List.of(
                    "node", "--no-warnings", scripts.resolve("calls.mjs").toString()));
            List<String> amount = List.of(String.valueOf(calls), String.valueOf(seconds));
            if (guest.isKernel()) {
                command.addAll(List.of(file(directory, "kernels.wasm", Guest.kernels()), "kernel"));
                command.addAll(amount);
                command.addAll(
                        List.of(guest.title(), String.valueOf(guest.argument()), String.valueOf(guest.result())));
                return command;
            }
            byte[] example = BundledExamples.named(guest.title()).bytes();
            boolean script = guest == Guest.HELLO_JS;
            command.addAll(
                    List.of(file(directory, "example.wasm", script ? resource(SCRIPT_ENGINE) : example), "example"));
            command.addAll(amount);
            command.addAll(List.of(file(directory, "body", guest.body()), guest.someAnswer()));
            if (script) {
                command.add(file(directory, "script.js", example));
            }
            return command;
        }

        private static byte[] resource(String name) throws IOException {
            try (InputStream in = BundledExamples.class.getResourceAsStream(name)) {
                if (in == null) {
                    throw new IOException("The resource " + name + " is missing.");
                }
                return in.readAllBytes();
            }
        }
    }

    /**
     * wasmtime, by its package for Python. It runs kernels only: a host function in Python would cost more than the guest.
     *
     * @param name how tables call it
     * @param python the interpreter that has the package
     * @param scripts where {@code calls.py} is
     * @param directory for files
     */
    record Wasmtime(String name, String python, Path scripts, Path directory) implements GuestEngine {
        @Override
        public boolean runs(Guest guest) {
            return guest.isKernel();
        }

        @Override
        public List<String> command(Guest guest, int calls, int seconds) throws IOException {
            return List.of(
                    python,
                    scripts.resolve("calls.py").toString(),
                    file(directory, "kernels.wasm", Guest.kernels()),
                    String.valueOf(calls),
                    String.valueOf(seconds),
                    guest.title(),
                    String.valueOf(guest.argument()),
                    String.valueOf(guest.result()));
        }
    }
}
