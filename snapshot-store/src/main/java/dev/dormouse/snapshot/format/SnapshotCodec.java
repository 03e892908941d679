package dev.dormouse.snapshot.format;

import dev.dormouse.snapshot.BaseImage;
import java.util.BitSet;
import java.util.List;

/**
 * Snapshots as objects: everything that an agent differs from its base by, however long its history.
 *
 * <p>Contents of the granules that the last messages touched come first.
 */
public final class SnapshotCodec {
    private SnapshotCodec() {}

    /**
     * Encodes {@code state} as what it differs from {@code base} by.
     *
     * @param key the object's key, which its checksums bind
     * @param hot indices of the granules that the agent's last messages touched
     */
    public static byte[] encode(String key, SnapshotHead head, BaseImage base, AgentState state, BitSet hot) {
        if (!head.base().equals(base.id())) {
            throw new IllegalArgumentException(
                    "The snapshot of " + head.agent() + " differs from base " + head.base() + ", not " + base.id());
        }
        SectionList sections = new SectionList().plain(SectionType.SNAPSHOT_HEAD, head.write());
        ImageSections.write(sections, base.image(), state.image(), hot);
        if (!state.answers().isEmpty()) {
            sections.compressed(SectionType.ANSWERS, AnswerFields.many(state.answers()));
        }
        return ContainerWriter.write(ObjectKind.SNAPSHOT, key, List.of(sections));
    }

    /** Reads whose snapshot it is, with all checksums verified and nothing else decoded. */
    public static SnapshotHead head(String key, byte[] bytes) throws CorruptObjectException {
        return SnapshotHead.read(open(key, bytes, Long.MAX_VALUE).only(SectionType.SNAPSHOT_HEAD));
    }

    /**
     * Decodes the state. What did not change is shared with {@code base}.
     *
     * @param head whose snapshot it must be
     */
    public static AgentState decode(
            String key, byte[] bytes, SnapshotHead head, BaseImage base, DecodeLimits limits, GranuleInterner interner)
            throws CorruptObjectException {
        Sections sections = open(key, bytes, limits.maxDecodedBytes());
        SnapshotHead found = SnapshotHead.read(sections.only(SectionType.SNAPSHOT_HEAD));
        if (!found.equals(head)) {
            throw new CorruptObjectException("The object " + key + " is a snapshot of " + found.agent()
                    + " at generation " + found.generation() + " of " + found.revision() + " on base " + found.base()
                    + ", not of " + head.agent() + " at " + head.generation() + " of " + head.revision() + " on "
                    + head.base() + ".");
        }
        if (!head.base().equals(base.id())) {
            throw new CorruptObjectException("The object " + key + " differs from base " + head.base()
                    + ", but the base at hand is " + base.id() + ".");
        }
        var answers = sections.optional(SectionType.ANSWERS);
        return new AgentState(
                ImageSections.read(sections, base.image(), limits, interner),
                answers.isPresent() ? AnswerFields.readMany(answers.get()) : List.of());
    }

    private static Sections open(String key, byte[] bytes, long maxDecodedBytes) throws CorruptObjectException {
        return Container.open(ObjectKind.SNAPSHOT, key, bytes, maxDecodedBytes).sections();
    }
}
