package dev.dormouse.snapshot.format;

import java.util.List;
import java.util.Optional;

/** Verified sections that belong together: all of an object, or those of one record. */
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

    /** Those from {@code begin} on, up to but not with {@code end}. */
    Sections part(int begin, int end) {
        return new Sections(container, sections.subList(begin, end));
    }

    List<Section> inOrder() {
        return sections;
    }

    ByteReader decode(Section section) throws CorruptObjectException {
        return section.decode(container);
    }

    /** Bytes that the sections take in the object, headers included. */
    int storedBytes() {
        return sections.stream()
                .mapToInt(section -> Layout.SECTION_HEADER_BYTES + section.storedLength())
                .sum();
    }

    /** Refuses sections that decode to more than {@code maxDecodedBytes} together. */
    void refuseAbove(long maxDecodedBytes) throws CorruptObjectException {
        long decoded = sections.stream().mapToLong(Section::decodedLength).sum();
        if (decoded > maxDecodedBytes) {
            throw new CorruptObjectException(
                    "Its sections decode to " + decoded + " bytes; at most " + maxDecodedBytes + " are allowed.");
        }
    }
}
