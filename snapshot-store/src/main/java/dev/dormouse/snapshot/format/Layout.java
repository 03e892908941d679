package dev.dormouse.snapshot.format;

/** Where things stand in a container: docs/snapshot-format.md as constants. */
final class Layout {
    /** "DORMOUSE" in ASCII, read as a little-endian number. */
    static final long MAGIC = 0x4553_554F_4D52_4F44L;

    static final int VERSION = 1;

    static final int HEADER_BYTES = 32;
    static final int HEADER_CHECKSUM_AT = 28;

    static final int SECTION_HEADER_BYTES = 20;
    static final int SECTION_STORED_LENGTH_AT = 8;
    static final int SECTION_CHECKSUM_AT = 16;

    /** The section's bytes are one zstd frame. */
    static final int FLAG_ZSTD = 1;

    /** A reader that does not know the section's type leaves it out; without the flag it refuses the object. */
    static final int FLAG_OPTIONAL = 2;

    static final int KNOWN_FLAGS = FLAG_ZSTD | FLAG_OPTIONAL;

    /** A mebibyte of contents a section: reading takes no larger buffer than that. */
    static final int GRANULES_PER_SECTION = 256;

    private Layout() {}
}
