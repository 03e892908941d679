package dev.dormouse.snapshot.format;

import dev.dormouse.snapshot.InstanceImage;
import dev.dormouse.snapshot.RememberedAnswer;
import java.util.Optional;

/** A record that was read from a segment: its checksums are verified, its state is not decoded yet. Immutable. */
public final class StoredRecord {
    private final LogRecord log;
    private final Sections sections;

    StoredRecord(LogRecord log, Sections sections) {
        this.log = log;
        this.sections = sections;
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

    /** What the message that led to the change was answered. */
    public Optional<RememberedAnswer> answer() throws CorruptObjectException {
        Optional<ByteReader> section = sections.optional(SectionType.ANSWER);
        return section.isEmpty() ? Optional.empty() : Optional.of(AnswerFields.readOne(section.get()));
    }
}
