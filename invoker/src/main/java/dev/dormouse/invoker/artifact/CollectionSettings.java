package dev.dormouse.invoker.artifact;

import java.time.Duration;

/**
 * When what no revision names is deleted.
 *
 * @param season how long a season lasts at least, by the store's clock: a deploy that takes longer than that has to begin
 *     anew if a function is deleted meanwhile
 * @param pause from a start, a deploy or a delete to the look at what it left, and between two passes that have all that
 *     they can do in one
 * @param deletesMax objects that one pass deletes
 */
public record CollectionSettings(Duration season, Duration pause, int deletesMax) {
    /** What production runs with. */
    public static final CollectionSettings DEFAULT =
            new CollectionSettings(Duration.ofDays(1), Duration.ofMinutes(1), 1_000);

    public CollectionSettings {
        if (!season.isPositive() || !pause.isPositive() || deletesMax < 1) {
            throw new IllegalArgumentException("A season, a pause and the deletes of a pass are above 0; these are "
                    + season + ", " + pause + " and " + deletesMax + ".");
        }
    }
}
