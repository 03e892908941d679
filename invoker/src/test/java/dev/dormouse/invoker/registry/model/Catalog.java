package dev.dormouse.invoker.registry.model;

import java.util.Arrays;

/** What some number of events add up to. */
final class Catalog {
    /** How many seasons have begun. */
    final int season;
    /** Per function, the season of the object that it names; {@link State#NOT_THERE} if it is not deployed. */
    final int[] names;
    /** Seasons of objects that any function ever named: bits. */
    final int everNamed;

    private Catalog(int season, int[] names, int everNamed) {
        this.season = season;
        this.names = names;
        this.everNamed = everNamed;
    }

    static Catalog of(int[] log, int events) {
        int season = 0;
        int everNamed = 0;
        int[] names = new int[State.FUNCTIONS];
        Arrays.fill(names, State.NOT_THERE);
        for (int i = 0; i < events; i++) {
            int event = log[i];
            if (Event.isDeploy(event)) {
                names[Event.function(event)] = Event.season(event);
                everNamed |= 1 << Event.season(event);
            } else if (Event.isDelete(event)) {
                names[Event.function(event)] = State.NOT_THERE;
            } else {
                season++;
            }
        }
        return new Catalog(season, names, everNamed);
    }

    boolean isNamed(int objectSeason) {
        return Arrays.stream(names).anyMatch(name -> name == objectSeason);
    }

    boolean isDeployed(int function) {
        return names[function] != State.NOT_THERE;
    }
}
