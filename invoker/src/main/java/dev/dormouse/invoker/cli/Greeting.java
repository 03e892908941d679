package dev.dormouse.invoker.cli;

import dev.dormouse.invoker.RunningRuntime;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;

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
                .map(example -> withKey(example.curl().replace("{url}", url.toString()), url))
                .orElse("curl " + url + "/readyz");
    }

    private static String withKey(String curl, URI url) {
        return isLoopback(url.getHost())
                ? curl
                : curl.replaceFirst("\\bcurl ", "curl -H \"Authorization: Bearer \\$DORMOUSE_API_KEY\" ");
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return false;
        }
    }
}
