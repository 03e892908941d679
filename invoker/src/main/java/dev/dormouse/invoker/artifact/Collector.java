package dev.dormouse.invoker.artifact;

import dev.dormouse.invoker.registry.DurableRegistry;
import dev.dormouse.invoker.registry.LiveObjects;
import dev.dormouse.snapshot.object.FaultPoints;
import dev.dormouse.snapshot.object.Listed;
import dev.dormouse.snapshot.object.ObjectStore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Deletes modules, compiled modules and bases that no revision names and none can name any more, and lets the registry
 * begin a season when that is what it takes. Any number of processes may do so at once, each with the registry as it
 * happens to know it, and be stopped anywhere for any time: see {@link LiveObjects}. Thread-safe.
 */
public final class Collector {
    private static final System.Logger LOG = System.getLogger(Collector.class.getName());
    private static final List<String> FOLDERS = List.of("modules/", "compiled/", "bases/");

    private final ObjectStore store;
    private final DurableRegistry registry;
    private final CollectionSettings settings;
    private final FaultPoints faults;

    public Collector(ObjectStore store, DurableRegistry registry, CollectionSettings settings, FaultPoints faults) {
        this.store = store;
        this.registry = registry;
        this.settings = settings;
        this.faults = faults;
    }

    /** What a pass has left. */
    public sealed interface Left {
        /** All that there is is needed. */
        record Nothing() implements Left {}

        /**
         * Some objects are not named.
         *
         * @param next when to look again
         */
        record Something(Duration next) implements Left {}
    }

    /**
     * Looks at all objects, and deletes those that are condemned, {@link CollectionSettings#deletesMax} at most.
     *
     * @throws IOException if the store gives no answer; another pass does what is left
     */
    public Left pass() throws IOException {
        registry.refresh();
        LiveObjects live = registry.liveObjects();
        Tally tally = new Tally();
        for (String folder : FOLDERS) {
            collectFrom(folder, live, tally);
        }
        if (tally.deleted > 0) {
            LOG.log(System.Logger.Level.INFO, "Deleted " + tally.deleted + " objects that no function needs any more.");
        }
        if (tally.deleted == settings.deletesMax()) {
            return new Left.Something(settings.pause());
        }
        return tally.waiting ? waitForSeason(live.season()) : new Left.Nothing();
    }

    /** What one pass has come to. Confined to its thread. */
    private static final class Tally {
        private int deleted;
        private boolean waiting;
    }

    private void collectFrom(String folder, LiveObjects live, Tally tally) throws IOException {
        List<Listed> page = store.list(folder, "");
        while (!page.isEmpty()) {
            for (Listed object : page) {
                if (tally.deleted == settings.deletesMax()) {
                    return;
                }
                collect(object.key(), live, tally);
            }
            page = page.size() < ObjectStore.LIST_MAX
                    ? List.of()
                    : store.list(folder, page.getLast().key());
        }
    }

    private void collect(String key, LiveObjects live, Tally tally) throws IOException {
        if (live.isCondemned(key)) {
            faults.reach("collect.delete");
            store.delete(key);
            tally.deleted++;
        } else if (!live.isNeeded(key)) {
            tally.waiting = true;
        }
    }

    /** A season lasts long enough for any deploy; it may last longer, as none begins while there is nothing to delete. */
    private Left waitForSeason(long season) throws IOException {
        Instant now = store.clock();
        Duration age = Duration.between(registry.seasonBegan(), now).abs(); // a clock that was set back stops nothing
        if (age.compareTo(settings.season()) < 0) {
            return new Left.Something(settings.season().minus(age).plus(settings.pause()));
        }
        faults.reach("collect.season");
        registry.beginSeasonAfter(season, now);
        return new Left.Something(settings.pause());
    }
}
