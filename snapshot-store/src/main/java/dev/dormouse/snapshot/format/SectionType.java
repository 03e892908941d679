package dev.dormouse.snapshot.format;

import java.util.Arrays;
import java.util.Optional;

/** What stands in a section. A code is never given to another meaning; a new layout gets a new version. */
enum SectionType {
    /** A writer's nonce and an opaque event or state. */
    EVENT(1),
    /** Which code an image belongs to. */
    STAMP(2),
    /** Which agent, generation and base a snapshot belongs to. */
    SNAPSHOT_HEAD(3),
    /** Size of the memory and which granules differ from the previous image. */
    MEMORY(4),
    /** Contents of up to {@link Layout#GRANULES_PER_SECTION} granules. */
    GRANULES(5),
    /** All globals. */
    GLOBALS(6),
    /** All tables. */
    TABLES(7),
    /** Dropped segments. */
    DROPPED(8),
    /** All named variables. */
    VARIABLES(9),
    /** Begins a record of a segment: the sections up to the next one belong to it. */
    RECORD(10),
    /** What messages were answered. */
    ANSWERS(11),
    /** Which slot of which partition a segment was written for, and by whom. */
    SEGMENT_HEAD(12),
    /** Which partition an index is of, up to which position, and the revisions and bases in it. */
    INDEX_HEAD(13),
    /** The agents of an index. */
    INDEX_ENTRIES(14);

    private static final SectionType[] VALUES = values();

    private final int code;

    SectionType(int code) {
        this.code = code;
    }

    static Optional<SectionType> of(int code) {
        return Arrays.stream(VALUES).filter(type -> type.code == code).findFirst();
    }

    int code() {
        return code;
    }

    /** The version that this release writes, and the newest that it reads. */
    int version() {
        return 1;
    }
}
