package dev.dormouse.invoker.access;

import java.time.Instant;
import java.util.Set;

/**
 * An API key as it is kept. Its secret is not part of it, only what proves it.
 *
 * @param id public part, {@value #ID_DIGITS} lower-case hexadecimal digits
 * @param secretSha256 SHA-256 of the secret, 64 lower-case hexadecimal digits. The secret has 256 bits by chance, so a
 *     slow hash would add nothing
 * @param scopes what it may be used for, at least one
 * @param createdAt when it was made
 */
public record ApiKey(String id, String secretSha256, Set<Scope> scopes, Instant createdAt) {
    static final int ID_DIGITS = 12;
    static final int SHA256_DIGITS = 64;

    public ApiKey {
        scopes = Set.copyOf(scopes);
        if (!isHex(id, ID_DIGITS)) {
            throw new IllegalArgumentException("The id of an API key is " + ID_DIGITS
                    + " lower-case hexadecimal digits; this one has " + id.length() + " characters.");
        }
        if (!isHex(secretSha256, SHA256_DIGITS)) {
            throw new IllegalArgumentException("The hash of API key " + id + " is not a SHA-256.");
        }
        if (scopes.isEmpty()) {
            throw new IllegalArgumentException("API key " + id + " has no scope; give it read, invoke or deploy.");
        }
    }

    static boolean isHex(String text, int digits) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean digit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
            if (!digit) {
                return false;
            }
        }
        return text.length() == digits;
    }
}
