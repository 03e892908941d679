package dev.dormouse.snapshot.format;

import java.util.Arrays;
import java.util.Optional;

/** What stands in a section. A code is never given to another meaning; a new layout gets a new version. */
enum SectionType {
    /** A writer's nonce and an opaque event or state. */
    EVENT(1, 1, 0);

    private static final SectionType[] VALUES = values();

    private final int code;
    private final int version;
    private final int flags;

    SectionType(int code, int version, int flags) {
        this.code = code;
        this.version = version;
        this.flags = flags;
    }

    static Optional<SectionType> of(int code) {
        return Arrays.stream(VALUES).filter(type -> type.code == code).findFirst();
    }

    int code() {
        return code;
    }

    /** The version that this release writes, and the newest that it reads. */
    int version() {
        return version;
    }

    int flags() {
        return flags;
    }
}
