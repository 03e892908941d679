package dev.dormouse.invoker.wasm.validation;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * The bounds within which modules are accepted: a value for each {@link Limit}. A value equal to its limit is allowed.
 *
 * @param values the bound for every limit; none is negative
 */
public record ModuleLimits(Map<Limit, Integer> values) {
    /** Each limit at its default. */
    public static final ModuleLimits DEFAULTS = new ModuleLimits(defaults());

    public ModuleLimits {
        values = Collections.unmodifiableMap(new EnumMap<>(values));
        for (Limit limit : Limit.values()) {
            Integer value = values.get(limit);
            if (value == null || value < 0) {
                throw new IllegalArgumentException(
                        "Every limit on modules has a value of 0 or more; " + limit.key() + " is " + value + ".");
            }
        }
    }

    /** The bound for {@code limit}. */
    public int of(Limit limit) {
        Integer value = values.get(limit);
        if (value == null) {
            throw new IllegalStateException("The constructor requires a value for " + limit.key() + ".");
        }
        return value;
    }

    /** These limits with another value for one of them. */
    public ModuleLimits with(Limit limit, int value) {
        EnumMap<Limit, Integer> changed = new EnumMap<>(values);
        changed.put(limit, value);
        return new ModuleLimits(changed);
    }

    private static Map<Limit, Integer> defaults() {
        EnumMap<Limit, Integer> defaults = new EnumMap<>(Limit.class);
        for (Limit limit : Limit.values()) {
            defaults.put(limit, limit.defaultValue());
        }
        return defaults;
    }
}
