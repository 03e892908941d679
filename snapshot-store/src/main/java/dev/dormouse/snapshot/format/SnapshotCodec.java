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

    /** Verifies a snapshot; what it holds is decoded later, by whoever has its base. */
    public static StoredSnapshot decode(String key, ObjectBytes bytes) throws CorruptObjectException {
        Sections sections =
                Container.open(ObjectKind.SNAPSHOT, key, bytes, Long.MAX_VALUE).sections();
        return new StoredSnapshot(key, SnapshotHead.read(sections.only(SectionType.SNAPSHOT_HEAD)), sections);
    }
}
