package dev.dormouse.invoker.registry;

import java.util.OptionalLong;
import java.util.Set;

/**
 * Which objects are needed, as some number of events say it.
 *
 * <p>An object that no revision names may still be about to be named, by a deploy that is under way: if it was made in this
 * season, or in the one before. Older ones are <em>condemned</em>: no event that follows can name them, so whatever
 * happens in the registry or to whoever asked, they can be deleted at any time from here on.
 *
 * <p>What holds of modules holds of what was compiled from them.
 *
 * @param season how many seasons had begun
 * @param named keys that revisions name
 */
public record LiveObjects(long season, Set<String> named) {
    /** For how many seasons, from the one in which it was made, an object may be named for the first time. */
    private static final long SEASONS_TO_NAME = 2;

    public LiveObjects {
        named = Set.copyOf(named);
    }

    /** Whether it may have to stay: a revision needs it, or it is of a kind that this version does not know. */
    public boolean isNeeded(String key) {
        return named.contains(key)
                || named.contains(ModuleRef.keyLike(key))
                || Seasons.of(key).isEmpty();
    }

    /** Whether nobody needs it, and nobody can ever again. */
    public boolean isCondemned(String key) {
        return isOld(key, season) && !isNeeded(key);
    }

    /** Whether it can be named in {@code season} only by who finds it named. */
    static boolean isOld(String key, long season) {
        OptionalLong made = Seasons.of(key);
        return made.isPresent() && made.getAsLong() + SEASONS_TO_NAME <= season;
    }
}
