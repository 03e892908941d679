package dev.dormouse.snapshot.format;

/** What a stored object is: part of its header, so that one kind is never read as another. */
public enum ObjectKind {
    /** The image that a revision's instances start from. */
    BASE(1),
    /** What one agent differs from its base by, at one generation. */
    SNAPSHOT(2),
    /** Commits of a partition's agents that were made durable together. */
    SEGMENT(3),
    /** Where each agent of a partition has its newest snapshot. */
    INDEX(4),
    /** One event of an event log. */
    EVENT(5),
    /** The state that an event log's events up to some position add up to. */
    EVENT_CHECKPOINT(6);

    private final int code;

    ObjectKind(int code) {
        this.code = code;
    }

    /** The number in the header, never given to another kind. */
    int code() {
        return code;
    }

    /** Names the kind with {@code code} for a message. */
    static String nameOf(int code) {
        for (ObjectKind kind : values()) {
            if (kind.code == code) {
                return kind.name();
            }
        }
        return "unknown (" + code + ")";
    }
}
