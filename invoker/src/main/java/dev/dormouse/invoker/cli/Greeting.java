package dev.dormouse.invoker.cli;

import dev.dormouse.invoker.RunningRuntime;
import dev.dormouse.invoker.examples.BundledExamples;
import java.util.List;
import java.util.stream.Stream;

/** The lines under the ready line: something to try at once that works. */
final class Greeting {
    private Greeting() {}

    /** A {@code curl} line for a bundled function and one for a bundled agent; for the readiness page if none is there. */
    static List<String> curlLines(RunningRuntime runtime) {
        List<BundledExamples.Example> served = BundledExamples.all().stream()
                .filter(BundledExamples.Example::needsNoFile)
                .filter(example -> runtime.serves(example.name()))
                .toList();
        List<String> lines = Stream.concat(
                        served.stream().filter(example -> !example.isAgent()).limit(1),
                        served.stream().filter(BundledExamples.Example::isAgent).limit(1))
                .map(example -> example.curl().replace("{url}", runtime.url().toString()))
                .map(curl -> runtime.asksForKeys() ? withKey(curl) : curl)
                .toList();
        return lines.isEmpty() ? List.of("curl " + runtime.url() + "/readyz") : lines;
    }

    private static String withKey(String curl) {
        return curl.replaceFirst("\\bcurl ", "curl -H \"Authorization: Bearer \\$DORMOUSE_API_KEY\" ");
    }
}
