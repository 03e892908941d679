package dev.dormouse.invoker.access;

import java.util.Locale;

/** What an API key may be used for. No scope includes another. */
public enum Scope {
    /** To see functions, revisions, aliases and agents. */
    READ,
    /** To call functions and send messages to agents. */
    INVOKE,
    /** To change functions, aliases, modules and agents. */
    DEPLOY;

    /** The name that people and files use. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads {@link #text}. */
    public static Scope parse(String text) {
        for (Scope scope : values()) {
            if (scope.text().equals(text)) {
                return scope;
            }
        }
        throw new IllegalArgumentException("A scope is read, invoke or deploy; this one is '" + text + "'.");
    }
}
