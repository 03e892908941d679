package dev.dormouse.invoker.registry;

import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request such as callers send, with which a revision is rehearsed before anybody calls it. It becomes a part of the
 * revision and is shown to everybody who may read that: no place for secrets.
 *
 * @param method upper case
 * @param path what follows the function's name, with its query; percent-encoded
 * @param contentType of the body; empty if it has none
 * @param bodyBase64 the body, at most {@value #BODY_BYTES_MAX} bytes of it; empty if there is none
 */
public record SampleRequest(String method, String path, String contentType, String bodyBase64) {
    /** All revisions are in the heap, each with its sample. */
    public static final int BODY_BYTES_MAX = 8 << 10;

    /** What a revision without a sample is rehearsed with. */
    public static final SampleRequest PLAIN = withDefaults(null, null, null, "");

    private static final int METHOD_CHARS_MAX = 16;
    private static final int PATH_CHARS_MAX = 1_024;
    private static final int TYPE_CHARS_MAX = 256;

    public SampleRequest {
        rule(
                method.length() <= METHOD_CHARS_MAX && method.matches("[A-Z]+"),
                "method is 1 to " + METHOD_CHARS_MAX + " letters in upper case, for example POST");
        rule(
                path.startsWith("/") && path.length() <= PATH_CHARS_MAX && isVisible(path, '!'),
                "path begins with / and has at most " + PATH_CHARS_MAX + " characters of ASCII without blanks;"
                        + " percent-encode others");
        rule(
                contentType.length() <= TYPE_CHARS_MAX && isVisible(contentType, ' '),
                "contentType has at most " + TYPE_CHARS_MAX + " characters of ASCII on one line");
        int bytes = decoded(bodyBase64).length;
        rule(bytes <= BODY_BYTES_MAX, "body has at most " + BODY_BYTES_MAX + " bytes; these are " + bytes);
    }

    /**
     * One of which some is left open: {@code GET}, or {@code POST} with a body; the path {@code /}; no content type.
     *
     * @param bodyBase64 may be empty
     */
    public static SampleRequest withDefaults(
            @Nullable String method, @Nullable String path, @Nullable String contentType, String bodyBase64) {
        return new SampleRequest(
                Objects.requireNonNullElse(method, bodyBase64.isEmpty() ? "GET" : "POST"),
                Objects.requireNonNullElse(path, "/"),
                Objects.requireNonNullElse(contentType, ""),
                bodyBase64);
    }

    /** A copy of the body. */
    public byte[] body() {
        return decoded(bodyBase64);
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("In a sample request bodyBase64 is Base64; this one is not.", e);
        }
    }

    private static boolean isVisible(String text, char least) {
        return text.chars().allMatch(c -> c >= least && c <= '~');
    }

    private static void rule(boolean kept, String rule) {
        if (!kept) {
            throw new IllegalArgumentException("In a sample request " + rule + ".");
        }
    }
}
