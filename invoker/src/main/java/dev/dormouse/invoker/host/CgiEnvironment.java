package dev.dormouse.invoker.host;

import dev.dormouse.invoker.exchange.Header;
import dev.dormouse.invoker.exchange.RequestHead;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The environment of a command that serves a request: the variables of CGI/1.1 (RFC 3875, section 4.1) and those of the
 * revision, which win where both have a name, so that no caller can replace what the author set.
 */
final class CgiEnvironment {
    private CgiEnvironment() {}

    static WasiStrings of(GuestRequest request, Map<String, String> env) {
        Map<String, byte[]> variables = new TreeMap<>();
        addHeaders(variables, request.head().headers());
        addRequest(variables, request);
        env.forEach((name, value) -> put(variables, name, value));
        List<byte[]> entries = new ArrayList<>(variables.size());
        variables.forEach((name, value) -> {
            if (!contains(value, (byte) 0)) {
                entries.add(entry(name, value));
            }
        });
        return WasiStrings.of(entries);
    }

    private static void addRequest(Map<String, byte[]> variables, GuestRequest request) {
        RequestHead head = request.head();
        Url url = Url.of(head.url());
        put(variables, "GATEWAY_INTERFACE", "CGI/1.1");
        variables.put("PATH_INFO", percentDecoded(url.pathOf(head)));
        put(variables, "QUERY_STRING", head.query());
        put(variables, "REMOTE_ADDR", head.remoteAddress());
        put(variables, "REQUEST_METHOD", head.method());
        put(variables, "REQUEST_URI", url.path());
        variables.put("SCRIPT_NAME", percentDecoded(url.pathBefore(head)));
        put(variables, "SERVER_NAME", url.host());
        put(variables, "SERVER_PORT", url.port());
        put(variables, "SERVER_PROTOCOL", "HTTP/1.1");
        put(variables, "SERVER_SOFTWARE", "Dormouse");
        if (url.scheme().equals("https")) {
            put(variables, "HTTPS", "on");
        }
    }

    private static void addHeaders(Map<String, byte[]> variables, List<Header> headers) {
        Map<String, String> joined = new TreeMap<>();
        for (Header header : headers) {
            String separator = header.name().equals("cookie") ? "; " : ", ";
            joined.merge(header.name(), header.value(), (before, value) -> before + separator + value);
        }
        joined.forEach((name, value) -> {
            String variable = variableOf(name);
            if (!variable.isEmpty()) {
                put(variables, variable, value);
            }
        });
    }

    /** The name of a header's variable; empty if it gets none. */
    private static String variableOf(String header) {
        return switch (header) {
            case "content-length" -> "CONTENT_LENGTH";
            case "content-type" -> "CONTENT_TYPE";
            // About the connection, which is not the guest's.
            case "connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade" -> "";
            // HTTP_PROXY would tell many HTTP clients to send their requests wherever the caller likes.
            case "proxy" -> "";
            default -> plain(header) ? "HTTP_" + header.toUpperCase(Locale.ROOT).replace('-', '_') : "";
        };
    }

    /** Names with other characters, the underscore above all, could pass for another header. */
    private static boolean plain(String name) {
        return name.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-');
    }

    private static void put(Map<String, byte[]> variables, String name, String value) {
        variables.put(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] percentDecoded(String text) {
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(text.length());
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            int value = bytes[i] == '%' && i + 2 < bytes.length ? hexPair(bytes[i + 1], bytes[i + 2]) : 0;
            if (value > 0) {
                decoded.write(value);
                i += 2;
            } else {
                decoded.write(bytes[i]);
            }
        }
        return decoded.toByteArray();
    }

    /** The byte that two hexadecimal digits stand for; 0 or less if it is not one that may stand in a variable. */
    private static int hexPair(byte high, byte low) {
        int left = Character.digit(high, 16);
        int right = Character.digit(low, 16);
        return left < 0 || right < 0 ? -1 : (left << 4) | right;
    }

    private static boolean contains(byte[] bytes, byte sought) {
        for (byte b : bytes) {
            if (b == sought) {
                return true;
            }
        }
        return false;
    }

    private static byte[] entry(String name, byte[] value) {
        ByteArrayOutputStream entry = new ByteArrayOutputStream(name.length() + 1 + value.length);
        entry.writeBytes(name.getBytes(StandardCharsets.UTF_8));
        entry.write('=');
        entry.writeBytes(value);
        return entry.toByteArray();
    }

    /**
     * The parts of a request's URL that CGI tells apart. Callers may write anything there: what does not parse is empty.
     *
     * @param path with the query, as written
     */
    private record Url(String scheme, String host, String port, String path) {
        static Url of(String url) {
            int scheme = url.indexOf("://");
            if (scheme < 0) {
                return new Url("", "", "", url);
            }
            int start = scheme + "://".length();
            int slash = url.indexOf('/', start);
            String authority = slash < 0 ? url.substring(start) : url.substring(start, slash);
            String path = slash < 0 ? "/" : url.substring(slash);
            String name = url.substring(0, scheme);
            int colon = authority.lastIndexOf(':');
            if (colon < 0 || colon < authority.lastIndexOf(']')) {
                return new Url(name, authority, name.equals("https") ? "443" : "80", path);
            }
            return new Url(name, authority.substring(0, colon), authority.substring(colon + 1), path);
        }

        /** What follows the function's name: nothing, if the caller wrote nothing there. */
        String pathOf(RequestHead head) {
            return head.path().equals("/") && !withoutQuery().endsWith("/") ? "" : head.path();
        }

        /** What stands before the path that the guest sees. */
        String pathBefore(RequestHead head) {
            String whole = withoutQuery();
            String path = pathOf(head);
            return whole.endsWith(path) ? whole.substring(0, whole.length() - path.length()) : whole;
        }

        private String withoutQuery() {
            int query = path.indexOf('?');
            return query < 0 ? path : path.substring(0, query);
        }
    }
}
