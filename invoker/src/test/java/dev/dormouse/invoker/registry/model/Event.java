package dev.dormouse.invoker.registry.model;

/** An event of the registry as a number: kind (2 bits), function (2), season of the object that is named (3). */
final class Event {
    /** A season begins. */
    static final int SEASON = 1;

    private static final int DEPLOYED = 2;
    private static final int DELETED = 3;

    private Event() {}

    static int deployed(int function, int season) {
        return DEPLOYED | function << 2 | season << 4;
    }

    static int deleted(int function) {
        return DELETED | function << 2;
    }

    static boolean isDeploy(int event) {
        return (event & 3) == DEPLOYED;
    }

    static boolean isDelete(int event) {
        return (event & 3) == DELETED;
    }

    static int function(int event) {
        return event >> 2 & 3;
    }

    static int season(int event) {
        return event >> 4;
    }
}
