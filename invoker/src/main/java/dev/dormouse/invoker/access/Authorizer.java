package dev.dormouse.invoker.access;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;

/** Decides whether the bearer of a token may do something. Thread-safe. */
public final class Authorizer {
    private static final byte[] NO_HASH = new byte[ApiKey.SHA256_DIGITS / 2];

    private final KeyStore keys;

    public Authorizer(KeyStore keys) {
        this.keys = keys;
    }

    /** The answer. */
    public sealed interface Decision {}

    /** Go on. */
    public record Allowed() implements Decision {}

    /** There is no key here, or none that is valid. */
    public record Unknown() implements Decision {}

    /**
     * The key is valid, but not for this.
     *
     * @param keyId which key
     */
    public record OutOfScope(String keyId) implements Decision {}

    /** Whether keys are asked for at all: not while there are none. */
    public boolean required() {
        return !keys.isEmpty();
    }

    /**
     * Decides. Takes the same time for a wrong secret whatever is wrong with it.
     *
     * @param token as the caller gave it; empty if it gave none
     */
    public Decision decide(Optional<String> token, Scope scope) {
        Optional<Token> parsed = token.flatMap(Token::parse);
        if (parsed.isEmpty()) {
            return new Unknown();
        }
        Optional<ApiKey> key = keys.find(parsed.get().id());
        byte[] expected =
                key.map(it -> HexFormat.of().parseHex(it.secretSha256())).orElse(NO_HASH);
        boolean proven = MessageDigest.isEqual(expected, parsed.get().secretSha256());
        if (!proven || key.isEmpty()) {
            return new Unknown();
        }
        return key.get().scopes().contains(scope)
                ? new Allowed()
                : new OutOfScope(key.get().id());
    }
}
