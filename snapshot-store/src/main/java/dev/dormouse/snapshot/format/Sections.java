package dev.dormouse.snapshot.format;

import java.util.List;
import java.util.Optional;

/** Verified sections that belong together: all of an object, or those of one commit. */
final class Sections {
    private final byte[] container;
    private final List<Section> sections;

    Sections(byte[] container, List<Section> sections) {
        this.container = container;
        this.sections = sections;
    }

    /** Decodes the one section of {@code type}. */
    ByteReader only(SectionType type) throws CorruptObjectException {
        return optional(type).orElseThrow(() -> new CorruptObjectException("There is no section " + type + "."));
    }

    /** Decodes the section of {@code type} if there is one; two are refused. */
    Optional<ByteReader> optional(SectionType type) throws CorruptObjectException {
        List<Section> found = all(type);
        if (found.size() > 1) {
            throw new CorruptObjectException("There are " + found.size() + " sections " + type + ".");
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(decode(found.getFirst()));
    }

    /** The sections of {@code type} in their order, not decoded. */
    List<Section> all(SectionType type) {
        return sections.stream().filter(section -> section.type() == type).toList();
    }

    ByteReader decode(Section section) throws CorruptObjectException {
        return section.decode(container);
    }
}
