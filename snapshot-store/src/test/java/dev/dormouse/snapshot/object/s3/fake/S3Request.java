package dev.dormouse.snapshot.object.s3.fake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request as S3 sees it.
 *
 * @param operation what is asked for
 * @param bucket first part of the path
 * @param key the rest of it; empty for a list
 * @param query decoded
 * @param headers names in lower case
 * @param body whole
 */
@SuppressWarnings("ArrayRecordComponent") // lives for one request in one thread
record S3Request(
        S3Operation operation,
        String bucket,
        String key,
        Map<String, String> query,
        Map<String, String> headers,
        byte[] body) {

    static S3Request of(String method, String target, Map<String, String> headers, byte[] body) {
        URI uri = URI.create(target);
        String path = uri.getPath().substring(1);
        int slash = path.indexOf('/');
        String bucket = slash < 0 ? path : path.substring(0, slash);
        String key = slash < 0 ? "" : path.substring(slash + 1);
        return new S3Request(operation(method, key), bucket, key, query(uri.getRawQuery()), headers, body);
    }

    private static S3Operation operation(String method, String key) {
        return switch (method) {
            case "PUT" -> S3Operation.PUT;
            case "HEAD" -> S3Operation.HEAD;
            case "DELETE" -> S3Operation.DELETE;
            case "GET" -> key.isEmpty() ? S3Operation.LIST : S3Operation.GET;
            default -> throw new IllegalArgumentException("The fake knows no " + method + ".");
        };
    }

    private static Map<String, String> query(@Nullable String raw) {
        Map<String, String> query = new HashMap<>();
        for (String pair : raw == null ? new String[0] : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            query.put(URLDecoder.decode(name, UTF_8), URLDecoder.decode(value, UTF_8));
        }
        return query;
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    String parameter(String name) {
        return query.getOrDefault(name, "");
    }
}
