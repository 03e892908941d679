package dev.dormouse.invoker.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs h2spec, if it is on the {@code PATH} ({@code .ci/run} gets it), and knows the two cases that fail. */
class Http2ConformanceTest {
    private static final Pattern CASE =
            Pattern.compile("<testcase package=\"([^\"]*)\" classname=\"([^\"]*)\"[^>]*>\\s*<(?:failure|error)");

    /** The port speaks HTTP/1.1, too, and answers what is no preface in it, with 400 and a close. */
    private static final String PREFACE = "http2/3.5 Sends invalid connection preface";

    /** Helidon 4.3.0 takes a header that leaves no room in the compression table for any other as an error. */
    private static final String FULL_TABLE =
            "http2/6.10 Sends multiple CONTINUATION frames preceded by a HEADERS frame";

    @Test
    void passesAllButTwoCases(@TempDir Path folder) throws IOException, InterruptedException {
        assumeTrue(isThere(), "There is no h2spec on the PATH.");
        Path report = folder.resolve("report.xml");
        Path log = folder.resolve("log");
        try (TestServer server = TestServer.started()) {
            String port = Integer.toString(server.server.port());
            new ProcessBuilder("h2spec", "-h", "127.0.0.1", "-p", port, "-o", "10", "-j", report.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start()
                    .waitFor();
        }

        String output = Files.readString(log, UTF_8);
        assertThat(output).contains("145 tests");
        assertThat(failed(Files.readString(report, UTF_8))).as(output).isSubsetOf(PREFACE, FULL_TABLE);
    }

    private static Set<String> failed(String report) {
        Set<String> failed = new TreeSet<>();
        Matcher matcher = CASE.matcher(report);
        while (matcher.find()) {
            failed.add(matcher.group(1) + " " + matcher.group(2));
        }
        return failed;
    }

    private static boolean isThere() {
        return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(System.getenv().getOrDefault("PATH", ""))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "h2spec")));
    }
}
