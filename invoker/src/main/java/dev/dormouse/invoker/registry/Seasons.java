package dev.dormouse.invoker.registry;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The season in which an object was made, as its key says it: {@code name.7}, or just {@code name} if that was before the
 * first season began.
 */
public final class Seasons {
    private static final Pattern NAME = Pattern.compile("[0-9a-f]+(?:\\.([1-9][0-9]{0,17}))?");

    private Seasons() {}

    /**
     * A name with its season.
     *
     * @param name hexadecimal digits
     */
    public static String stamped(String name, long season) {
        return season == 0 ? name : name + "." + season;
    }

    /** The season in which the object at {@code key} was made; none if its name is not one that this version gives. */
    static OptionalLong of(String key) {
        Matcher name = NAME.matcher(key.substring(key.lastIndexOf('/') + 1));
        if (!name.matches()) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(name.group(1) == null ? 0 : Long.parseLong(name.group(1)));
    }
}
