package dev.dormouse.invoker.http;

import dev.dormouse.snapshot.Excerpt;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Query parameters, each taken out once: what is left over at the end was not understood, and is refused. A misspelt
 * option that is quietly ignored would be found out in production.
 */
final class QueryOptions {
    private final Map<String, String> left;

    private QueryOptions(Map<String, String> left) {
        this.left = left;
    }

    static QueryOptions parse(String rawQuery) {
        Map<String, String> options = new LinkedHashMap<>();
        if (!rawQuery.isEmpty()) {
            for (String part : rawQuery.split("&", -1)) {
                int equals = part.indexOf('=');
                String name = decode(equals < 0 ? part : part.substring(0, equals));
                String value = equals < 0 ? "" : decode(part.substring(equals + 1));
                if (options.put(name, value) != null) {
                    throw Failure.badInput("The option '" + Excerpt.of(name) + "' is given twice; give it once.");
                }
            }
        }
        return new QueryOptions(options);
    }

    private static String decode(String raw) {
        return Target.decode(raw.replace('+', ' '))
                .orElseThrow(() -> Failure.badInput(
                        "The query is percent-encoded UTF-8; '" + Excerpt.of(raw) + "' is not. Encode it."));
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(left.remove(name));
    }

    OptionalLong number(String name) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(text.get()));
        } catch (NumberFormatException e) {
            throw Failure.badInput(
                    "The option " + name + " is a whole number; this one is '" + Excerpt.of(text.get()) + "'.");
        }
    }

    OptionalInt smallNumber(String name) {
        OptionalLong number = number(name);
        if (number.isEmpty()) {
            return OptionalInt.empty();
        }
        long value = number.getAsLong();
        if (value < Integer.MIN_VALUE || value > Integer.MAX_VALUE) {
            throw Failure.badInput(
                    "The option " + name + " is at most " + Integer.MAX_VALUE + "; this one is " + value + ".");
        }
        return OptionalInt.of((int) value);
    }

    Optional<Boolean> truth(String name) {
        return text(name).map(value -> switch (value) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw Failure.badInput(
                        "The option " + name + " is true or false; this one is '" + Excerpt.of(value) + "'.");
        });
    }

    /** All options {@code prefix.KEY}, by their key. */
    Map<String, String> group(String prefix) {
        Map<String, String> group = new LinkedHashMap<>();
        String dotted = prefix + ".";
        left.forEach((name, value) -> {
            if (name.startsWith(dotted)) {
                group.put(name.substring(dotted.length()), value);
            }
        });
        group.keySet().forEach(key -> left.remove(dotted + key));
        return group;
    }

    /** @throws Failure if an option was given that nobody took */
    void rejectRest() {
        if (!left.isEmpty()) {
            throw Failure.badInput("There is no option '"
                    + Excerpt.of(left.keySet().iterator().next()) + "' here; GET /openapi.yaml lists all.");
        }
    }
}
