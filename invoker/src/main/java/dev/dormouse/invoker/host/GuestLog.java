package dev.dormouse.invoker.host;

/**
 * Where the lines go that a guest logs in one invocation. Called on the invocation's thread.
 *
 * <p>Lines come bounded in length and number and without control characters other than the tab.
 */
@FunctionalInterface
public interface GuestLog {
    /** How much a line matters, least first. */
    enum Level {
        TRACE(0),
        DEBUG(1),
        INFO(2),
        WARN(3),
        ERROR(4);

        private final int number;

        Level(int number) {
            this.number = number;
        }

        /** The number of the level in Extism's {@code get_log_level}. */
        int number() {
            return number;
        }
    }

    /** Takes one line. */
    void line(Level level, String line);

    /** The least level that anybody wants to see; lines below it are neither passed on nor counted. */
    default Level threshold() {
        return Level.INFO;
    }
}
