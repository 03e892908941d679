package dev.dormouse.invoker.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs h2spec, if it is on the {@code PATH} ({@code .ci/run} gets it), and knows the two cases that fail, and the one
 * that h2spec loses now and then by itself.
 */
class Http2ConformanceTest {
    private static final Pattern CASE =
            Pattern.compile("<testcase package=\"([^\"]*)\" classname=\"([^\"]*)\"[^>]*>\\s*<(?:failure|error)");

    /** The port speaks HTTP/1.1, too, and answers what is no preface in it, with 400 and a close. */
    private static final String PREFACE = "http2/3.5 Sends invalid connection preface";

    /** Helidon 4.3.0 takes a header that leaves no room in the compression table for any other as an error. */
    private static final String FULL_TABLE =
            "http2/6.10 Sends multiple CONTINUATION frames preceded by a HEADERS frame";

    /**
     * Here h2spec waits for the acknowledgement of its settings first and throws away what it reads before it, also the
     * DATA frame that it wants to see next. The frame that the settings let go comes from the thread of its stream, so
     * now and then, in 1 of 200 runs, it is the earlier one. The case is run again alone, and has to pass once.
     */
    private static final String OVERTAKEN =
            "http2/6.9.2 Changes SETTINGS_INITIAL_WINDOW_SIZE after sending HEADERS frame";

    private static final String OVERTAKEN_ALONE = "http2/6.9.2/1";
    private static final int MAX_ATTEMPTS = 5;

    @Test
    void passesAllButTwoCases(@TempDir Path folder) throws IOException, InterruptedException {
        assumeTrue(isThere(), "There is no h2spec on the PATH.");
        try (TestServer server = TestServer.started()) {
            Run whole = Run.of(server, folder);
            Set<String> failed = whole.failed();
            for (int attempt = 1; failed.contains(OVERTAKEN) && attempt < MAX_ATTEMPTS; attempt++) {
                Run alone = Run.of(server, folder, OVERTAKEN_ALONE);
                assertThat(alone.output()).contains("1 tests");
                if (alone.failed().isEmpty()) {
                    failed.remove(OVERTAKEN);
                }
            }

            assertThat(whole.output()).contains("145 tests");
            assertThat(failed).as(whole.output()).isSubsetOf(PREFACE, FULL_TABLE);
        }
    }

    /** What one run of h2spec printed, and which cases failed in it. */
    private record Run(String output, Set<String> failed) {
        static Run of(TestServer server, Path folder, String... cases) throws IOException, InterruptedException {
            Path report = folder.resolve("report.xml");
            Path log = folder.resolve("log");
            String port = Integer.toString(server.server.port());
            List<String> command = new ArrayList<>(
                    List.of("h2spec", "-h", "127.0.0.1", "-p", port, "-o", "10", "-j", report.toString()));
            command.addAll(List.of(cases));
            new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start()
                    .waitFor();
            return new Run(Files.readString(log, UTF_8), casesThatFailed(Files.readString(report, UTF_8)));
        }

        private static Set<String> casesThatFailed(String report) {
            Set<String> failed = new TreeSet<>();
            Matcher matcher = CASE.matcher(report);
            while (matcher.find()) {
                failed.add(matcher.group(1) + " " + matcher.group(2));
            }
            return failed;
        }
    }

    private static boolean isThere() {
        return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(System.getenv().getOrDefault("PATH", ""))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "h2spec")));
    }
}
