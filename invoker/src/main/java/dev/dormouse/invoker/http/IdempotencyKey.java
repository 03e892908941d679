package dev.dormouse.invoker.http;

import dev.dormouse.snapshot.Excerpt;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import java.util.List;
import java.util.Optional;

/**
 * Reads the header {@code Idempotency-Key}. It comes in two spellings, which stand for the same key: in double quotes, as
 * the IETF's draft asks for it (a string of RFC 8941), and without, as most services take it.
 */
final class IdempotencyKey {
    static final HeaderName NAME = HeaderNames.create("Idempotency-Key");
    static final int MAX_CHARS = 255;

    private IdempotencyKey() {}

    /**
     * The key; empty if there is none.
     *
     * @throws IllegalArgumentException if there are several, or it is not 1 to {@value #MAX_CHARS} visible characters
     */
    static Optional<String> of(ServerRequestHeaders headers) {
        if (!headers.contains(NAME)) {
            return Optional.empty();
        }
        List<String> values = headers.get(NAME).allValues();
        if (values.size() != 1) {
            throw new IllegalArgumentException(
                    "A message has one Idempotency-Key; this one has " + values.size() + ". Send one.");
        }
        String value = values.getFirst().strip();
        Optional<String> key = value.startsWith("\"") ? unquoted(value) : Optional.of(value);
        return Optional.of(key.filter(IdempotencyKey::isKey)
                .orElseThrow(() -> new IllegalArgumentException("An Idempotency-Key is 1 to " + MAX_CHARS
                        + " visible ASCII characters, with or without double quotes around them; this one is '"
                        + Excerpt.of(value) + "'. A UUID will do.")));
    }

    private static boolean isKey(String key) {
        for (int i = 0; i < key.length(); i++) {
            if (key.charAt(i) <= ' ' || key.charAt(i) > '~') {
                return false;
            }
        }
        return !key.isEmpty() && key.length() <= MAX_CHARS;
    }

    /** Empty if it is not a string as RFC 8941 has it: in it, a backslash stands before a quote or a backslash. */
    private static Optional<String> unquoted(String value) {
        StringBuilder text = new StringBuilder(value.length());
        for (int i = 1; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"') {
                return i == value.length() - 1 ? Optional.of(text.toString()) : Optional.empty();
            }
            if (c == '\\') {
                i++;
                if (i == value.length() || (value.charAt(i) != '"' && value.charAt(i) != '\\')) {
                    return Optional.empty();
                }
            }
            text.append(value.charAt(i));
        }
        return Optional.empty();
    }
}
