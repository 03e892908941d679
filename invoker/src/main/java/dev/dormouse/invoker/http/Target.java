package dev.dormouse.invoker.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reading of request targets: the path as it came, never normalised, and its segments decoded where asked for. */
final class Target {
    private Target() {}

    /**
     * The path of a target in any of its forms.
     *
     * @param rawPath what stands before the question mark
     */
    static String path(String rawPath) {
        if (rawPath.startsWith("http://") || rawPath.startsWith("https://")) {
            int slash = rawPath.indexOf('/', rawPath.indexOf(':') + 3);
            return slash < 0 ? "/" : rawPath.substring(slash);
        }
        return rawPath;
    }

    /** Whether a path is of the characters that a URI may hold. A hash sign never arrives in an honest one. */
    static boolean isVisibleAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c > '~' || c == '#') {
                return false;
            }
        }
        return true;
    }

    /** Undoes percent-encoding; empty if it is not well-formed or not UTF-8. */
    static Optional<String> decode(String raw) {
        if (raw.indexOf('%') < 0) {
            return Optional.of(raw);
        }
        ByteBuffer bytes = ByteBuffer.allocate(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '%') {
                bytes.put((byte) c);
            } else if (i + 2 < raw.length()) {
                int high = Character.digit(raw.charAt(++i), 16);
                int low = Character.digit(raw.charAt(++i), 16);
                if (high < 0 || low < 0) {
                    return Optional.empty();
                }
                bytes.put((byte) (high << 4 | low));
            } else {
                return Optional.empty();
            }
        }
        return utf8(bytes.flip());
    }

    private static Optional<String> utf8(ByteBuffer bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
