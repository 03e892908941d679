package dev.dormouse.invoker.access;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;

/** Makes API keys. Thread-safe. */
public final class KeyIssuer {
    private static final int SECRET_BYTES = 32;

    private final KeyStore keys;
    private final SecureRandom random;
    private final InstantSource clock;

    /** @param random the one source of secrets; nothing predictable */
    public KeyIssuer(KeyStore keys, SecureRandom random, InstantSource clock) {
        this.keys = keys;
        this.random = random;
        this.clock = clock;
    }

    /**
     * A key just made.
     *
     * @param key as it is kept
     * @param token {@code dk_<id>_<secret>}: shown once, kept nowhere
     */
    public record Issued(ApiKey key, String token) {
        @Override
        public String toString() {
            return "Issued[" + key.id() + "]";
        }
    }

    /** Makes a key and keeps it. Durable when it returns. */
    public Issued issue(Set<Scope> scopes) {
        byte[] id = new byte[ApiKey.ID_DIGITS / 2];
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(id);
        random.nextBytes(secret);
        var token = new Token(
                HexFormat.of().formatHex(id),
                Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
        var key = new ApiKey(token.id(), HexFormat.of().formatHex(token.secretSha256()), scopes, clock.instant());
        keys.add(key);
        return new Issued(key, token.text());
    }
}
