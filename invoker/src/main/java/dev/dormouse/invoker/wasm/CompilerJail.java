package dev.dormouse.invoker.wasm;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What stands between a compiler process and the machine: a command that starts another one in a place of its own.
 *
 * <p>Made of tools that most Linux machines have (util-linux), so nothing native is ours. Which of the {@link #all} a
 * host allows is found by starting a compiler in it.
 *
 * @param wrapper what is put before the command; nothing, if the command is started as it is
 * @param protection what it keeps a process from, as the end of a sentence
 */
record CompilerJail(List<String> wrapper, String protection) {
    /** What a JVM may take beside its heap: code, stacks, classes. */
    private static final int OTHER_MEGABYTES = 512;

    /** In the whole life of a process, far above what the modules of an honest one take. */
    private static final int CPU_SECONDS = 3_600;

    private static final int FILES = 256;
    private static final int THREADS = 128;
    private static final Pattern PATHS = Pattern.compile(File.pathSeparator, Pattern.LITERAL);
    private static final String SCRIPT = "compiler-jail.sh";

    /** Where programs and libraries are; not all of it is on every machine. */
    private static final List<String> SYSTEM = List.of("/usr", "/bin", "/lib", "/lib64", "/etc/ld.so.cache");

    CompilerJail {
        wrapper = List.copyOf(wrapper);
    }

    /** Those that a host may offer, the strongest first. The last one is always to be had. */
    static List<CompilerJail> all(int heapMegabytes) {
        return List.of(contained(heapMegabytes), limited(heapMegabytes), none());
    }

    /** Namespaces of its own, in which there is no network, no other process and no file but what Java needs. */
    static CompilerJail contained(int heapMegabytes) {
        List<String> wrapper = new ArrayList<>(List.of("unshare", "--user", "--map-root-user", "--net", "--ipc"));
        wrapper.addAll(List.of("--uts", "--pid", "--fork", "--kill-child", "--mount", "--propagation", "private"));
        wrapper.addAll(List.of("/bin/sh", "-c", script(), SCRIPT));
        wrapper.addAll(shown());
        wrapper.add("--");
        wrapper.addAll(limits(heapMegabytes));
        wrapper.add("--nproc=" + THREADS);
        return new CompilerJail(
                wrapper,
                "without network, other processes, privileges or files to write,"
                        + " with limits on processor time and memory");
    }

    /** The user's own place, but with limits and without a way to more privileges. */
    static CompilerJail limited(int heapMegabytes) {
        List<String> wrapper = new ArrayList<>(List.of("setpriv", "--no-new-privs"));
        wrapper.addAll(limits(heapMegabytes));
        return new CompilerJail(
                wrapper,
                "with limits on processor time, memory and what it writes, but with the network and the files that"
                        + " this user can read: this host allows no namespaces (unshare)");
    }

    /** Nothing but a process with an empty environment and a heap of its own. */
    static CompilerJail none() {
        return new CompilerJail(
                List.of(),
                "with nothing around it but a limit on its heap: this host has neither unshare nor setpriv and"
                        + " prlimit (util-linux)");
    }

    private static List<String> limits(int heapMegabytes) {
        return List.of(
                "prlimit",
                "--core=0",
                "--fsize=0",
                "--nofile=" + FILES,
                "--cpu=" + CPU_SECONDS,
                "--data=" + (((long) heapMegabytes + OTHER_MEGABYTES) << 20));
    }

    /** A process that is about to run a class of ours, with this Java and this class path and no environment. */
    ProcessBuilder process(int heapMegabytes, Class<?> main) {
        List<String> command = new ArrayList<>(wrapper);
        command.addAll(List.of(
                java().resolve(Path.of("bin", "java")).toString(),
                "-Xmx" + heapMegabytes + "m",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:+DisableAttachMechanism",
                "-XX:-UsePerfData",
                "-XX:+UseSerialGC",
                "-cp",
                String.join(File.pathSeparator, classPath().map(Path::toString).toList()),
                main.getName()));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.directory(new File("/"));
        return builder;
    }

    /** The places that a compiler cannot do without: no place stands within another. */
    private static List<String> shown() {
        List<Path> places = Stream.of(
                        SYSTEM.stream().map(Path::of).filter(Files::exists),
                        Stream.of(java()),
                        classPath().map(entry -> Files.isDirectory(entry) ? entry : entry.resolveSibling("")))
                .flatMap(place -> place)
                .distinct()
                .sorted()
                .toList();
        return places.stream()
                .filter(place -> places.stream().noneMatch(other -> !other.equals(place) && place.startsWith(other)))
                .map(Path::toString)
                .toList();
    }

    private static Path java() {
        return real(Path.of(System.getProperty("java.home")));
    }

    private static Stream<Path> classPath() {
        return PATHS.splitAsStream(System.getProperty("java.class.path"))
                .map(Path::of)
                .filter(Files::exists)
                .map(CompilerJail::real);
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException("A file of this runtime cannot be found any more: " + path, e);
        }
    }

    private static String script() {
        try (InputStream in = CompilerJail.class.getResourceAsStream(SCRIPT)) {
            if (in == null) {
                throw new IllegalStateException("The runtime's jar holds " + SCRIPT + ".");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(SCRIPT + " cannot be read.", e);
        }
    }
}
