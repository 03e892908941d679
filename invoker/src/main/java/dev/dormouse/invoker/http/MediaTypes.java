package dev.dormouse.invoker.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.util.Locale;

/** Reading of media types, as far as the control API needs it. */
final class MediaTypes {
    static final String JSON = "application/json";
    static final String NDJSON = "application/x-ndjson";
    static final String WASM = "application/wasm";
    static final String OCTETS = "application/octet-stream";
    static final String JAVASCRIPT = "text/javascript";
    static final String OLD_JAVASCRIPT = "application/javascript";
    static final String YAML = "application/yaml";

    private MediaTypes() {}

    /** A media type in lower case and without its parameters. */
    static String essence(String value) {
        int semicolon = value.indexOf(';');
        String type = semicolon < 0 ? value : value.substring(0, semicolon);
        return type.strip().toLowerCase(Locale.ROOT);
    }

    /** Whether the caller asks for {@code type} by name. */
    static boolean asksFor(ServerRequest request, String type) {
        return accepted(request, type, false);
    }

    /** Whether the caller takes {@code type}: it names it, or a range that holds it, or says nothing. */
    static boolean takes(ServerRequest request, String type) {
        return !request.headers().contains(HeaderNames.ACCEPT) || accepted(request, type, true);
    }

    private static boolean accepted(ServerRequest request, String type, boolean ranges) {
        if (!request.headers().contains(HeaderNames.ACCEPT)) {
            return false;
        }
        String range = type.substring(0, type.indexOf('/')) + "/*";
        for (String value : request.headers().get(HeaderNames.ACCEPT).allValues()) {
            for (String part : value.split(",", -1)) {
                String essence = essence(part);
                boolean named = essence.equals(type) || (ranges && (essence.equals("*/*") || essence.equals(range)));
                if (named && !isRefused(part)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** A weight of zero means "not this". */
    private static boolean isRefused(String part) {
        String weight = part.replace(" ", "").toLowerCase(Locale.ROOT);
        int q = weight.indexOf(";q=0");
        return q >= 0 && weight.substring(q + 4).chars().noneMatch(c -> c >= '1' && c <= '9');
    }
}
