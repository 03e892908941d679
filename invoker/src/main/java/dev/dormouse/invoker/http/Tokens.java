package dev.dormouse.invoker.http;

/** The character classes of RFC 9110 that are checked here. */
final class Tokens {
    private static final String SYMBOLS = "!#$%&'*+-.^_`|~";

    private Tokens() {}

    /** Whether {@code c} may stand in a header's name once that is in lower case. */
    static boolean isLowerTokenChar(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || SYMBOLS.indexOf(c) >= 0;
    }
}
