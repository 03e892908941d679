package dev.dormouse.invoker.http;

import dev.dormouse.invoker.execution.RevisionSelector;
import dev.dormouse.snapshot.Excerpt;
import dev.dormouse.snapshot.FunctionName;
import java.util.Optional;

/** Reads {@code /fn/{name}} and {@code /fn/{name}@{revision or alias}}, each perhaps with a path. */
final class FunctionAddress {
    static final String PREFIX = "/fn/";

    private FunctionAddress() {}

    /** @param path beginning with {@link #PREFIX} */
    static Address of(String path) {
        PathParts parts = PathParts.of(path, PREFIX.length());
        String decoded = Target.decode(parts.segment()).orElse("");
        int at = decoded.indexOf('@');
        Optional<FunctionName> function = function(at < 0 ? decoded : decoded.substring(0, at));
        Optional<RevisionSelector> selector =
                at < 0 ? Optional.of(RevisionSelector.LIVE) : RevisionSelector.of(decoded.substring(at + 1));
        if (function.isEmpty() || selector.isEmpty()) {
            return new Address.Illegible(
                    Problem.nobodyThere("A function is called as /fn/{name} or /fn/{name}@{revision or alias}; '"
                            + Excerpt.of(parts.segment()) + "' is neither. GET /v1/functions lists all."));
        }
        return new Address.Legible(function.get(), selector.get(), Optional.empty(), parts.rest());
    }

    static Optional<FunctionName> function(String name) {
        try {
            return Optional.of(new FunctionName(name));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
