package dev.dormouse.invoker.cli;

import dev.dormouse.invoker.RunningRuntime;
import dev.dormouse.invoker.examples.BundledExamples;
import java.net.URI;

/** The line under the ready line: something to try at once that works. */
final class Greeting {
    private Greeting() {}

    /** A {@code curl} line for the first bundled example that is deployed, else for the readiness page. */
    static String curlLine(RunningRuntime runtime) {
        URI url = runtime.url();
        return BundledExamples.all().stream()
                .filter(BundledExamples.Example::needsNoFile)
                .filter(example -> runtime.serves(example.name()))
                .findFirst()
                .map(example -> example.curl().replace("{url}", url.toString()))
                .map(curl -> runtime.asksForKeys() ? withKey(curl) : curl)
                .orElse("curl " + url + "/readyz");
    }

    private static String withKey(String curl) {
        return curl.replaceFirst("\\bcurl ", "curl -H \"Authorization: Bearer \\$DORMOUSE_API_KEY\" ");
    }
}
