package dev.dormouse.snapshot.format;

import dev.dormouse.snapshot.InstanceImage;
import dev.dormouse.snapshot.RememberedAnswer;
import java.util.List;
import java.util.Optional;

/** A record that was read from a segment: its checksums are verified, its state is not decoded yet. Immutable. */
public final class StoredRecord {
    private final long position;
    private final LogRecord log;
    private final Sections sections;

    StoredRecord(long position, LogRecord log, Sections sections) {
        this.position = position;
        this.log = log;
        this.sections = sections;
    }

    /** Position of its segment. */
    public long position() {
        return position;
    }

    /** What happened. */
    public LogRecord log() {
        return log;
    }

    /** Bytes that it takes in its segment. */
    public int bytes() {
        return sections.storedBytes();
    }

    /**
     * The state after a {@link LogRecord.Change}.
     *
     * @param from the base if the change is whole, else the state before
     */
    public InstanceImage image(InstanceImage from, DecodeLimits limits, GranuleInterner interner)
            throws CorruptObjectException {
        sections.refuseAbove(limits.maxDecodedBytes());
        return ImageSections.read(sections, from, limits, interner);
    }

    /** What messages were answered: all that is remembered if the change is whole, else the one that led to it. */
    public List<RememberedAnswer> answers() throws CorruptObjectException {
        Optional<ByteReader> section = sections.optional(SectionType.ANSWERS);
        return section.isEmpty() ? List.of() : AnswerFields.readMany(section.get());
    }
}
