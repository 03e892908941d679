package dev.dormouse.invoker.cli.functions;

import dev.dormouse.invoker.cli.command.UrlText;
import org.jspecify.annotations.Nullable;

/** Builds the query of a URL. */
final class QueryText {
    private final StringBuilder text = new StringBuilder();

    /** Adds a parameter; does nothing if it has no value. */
    QueryText add(String key, @Nullable String value) {
        if (value != null) {
            text.append(text.isEmpty() ? '?' : '&')
                    .append(UrlText.encode(key))
                    .append('=')
                    .append(UrlText.encode(value));
        }
        return this;
    }

    /** With its question mark; empty if there are no parameters. */
    @Override
    public String toString() {
        return text.toString();
    }
}
