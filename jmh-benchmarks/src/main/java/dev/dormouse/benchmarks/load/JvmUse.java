package dev.dormouse.benchmarks.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a JVM holds, asked by the JDK's own tool after a full collection, and by the system.
 *
 * @param heapMebibytes of live objects
 * @param classes loaded and not unloaded
 * @param threads of the system
 * @param descriptors open ones
 */
record JvmUse(double heapMebibytes, long classes, long threads, long descriptors) {
    private static final double MEBIBYTE = 1 << 20;

    /** Asks; the process must belong to the same user. */
    static JvmUse of(long pid) throws IOException {
        String histogram = jcmd(pid, "GC.class_histogram");
        String counters = jcmd(pid, "PerfCounter.print");
        return new JvmUse(
                number(histogram, "(?s).*\\nTotal +\\d+ +(\\d+).*") / MEBIBYTE,
                counter(counters, "loadedClasses") - counter(counters, "unloadedClasses"),
                number(Files.readString(Path.of("/proc", Long.toString(pid), "status")), "(?s).*Threads:\\s+(\\d+).*"),
                descriptors(pid));
    }

    private static long counter(String counters, String name) {
        return number(counters, "(?s).*java\\.cls\\." + name + "=(\\d+).*");
    }

    private static long number(String text, String pattern) {
        return Long.parseLong(text.replaceFirst(pattern, "$1"));
    }

    private static long descriptors(long pid) throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            return open.count();
        }
    }

    private static String jcmd(long pid, String command) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(pid), command)
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
