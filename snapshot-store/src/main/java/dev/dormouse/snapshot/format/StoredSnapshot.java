package dev.dormouse.snapshot.format;

import dev.dormouse.snapshot.BaseImage;
import dev.dormouse.snapshot.RememberedAnswer;
import java.util.List;
import java.util.Optional;

/** A snapshot that was read: its checksums are verified, its state is not decoded yet. Immutable. */
public final class StoredSnapshot {
    private final String key;
    private final SnapshotHead head;
    private final Sections sections;

    StoredSnapshot(String key, SnapshotHead head, Sections sections) {
        this.key = key;
        this.head = head;
        this.sections = sections;
    }

    /** Whose state it is. */
    public SnapshotHead head() {
        return head;
    }

    /**
     * The state. What did not change is shared with {@code base}.
     *
     * @param base the one that the head names
     */
    public AgentState state(BaseImage base, DecodeLimits limits, GranuleInterner interner)
            throws CorruptObjectException {
        if (!head.base().equals(base.id())) {
            throw new CorruptObjectException("The object " + key + " differs from base " + head.base()
                    + ", but the base at hand is " + base.id() + ".");
        }
        sections.refuseAbove(limits.maxDecodedBytes());
        return new AgentState(ImageSections.read(sections, base.image(), limits, interner), answers());
    }

    /** What its last messages were answered, oldest first: all of its state that needs no base. */
    public List<RememberedAnswer> answers() throws CorruptObjectException {
        Optional<ByteReader> answers = sections.optional(SectionType.ANSWERS);
        return answers.isPresent() ? AnswerFields.readMany(answers.get()) : List.of();
    }
}
