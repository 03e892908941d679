package dev.dormouse.invoker.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;

/** Writes foreign text into URLs. */
public final class UrlText {
    private UrlText() {}

    /** One path segment or query value, percent-encoded. */
    public static String encode(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }
}
