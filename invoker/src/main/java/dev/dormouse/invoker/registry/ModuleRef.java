package dev.dormouse.invoker.registry;

import dev.dormouse.snapshot.ModuleDigest;

/**
 * A module or a script that is kept in the store. One that was deleted and is uploaded again is kept under another key, as
 * it is another season then: whoever is late to delete the first never meets the second.
 *
 * @param digest what it is
 * @param season in which it was kept
 */
public record ModuleRef(ModuleDigest digest, long season) {
    private static final String FOLDER = "modules/";

    /** Its object key. */
    public String key() {
        return FOLDER + name();
    }

    /** The last part of its key, and of the keys of what is made from it. */
    public String name() {
        return Seasons.stamped(digest.toString(), season);
    }

    /** The key of the module from which the object {@code key} was made, which is named alike. */
    static String keyLike(String key) {
        return FOLDER + key.substring(key.lastIndexOf('/') + 1);
    }
}
