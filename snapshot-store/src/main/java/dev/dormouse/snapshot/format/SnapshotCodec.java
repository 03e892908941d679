package dev.dormouse.snapshot.format;

import dev.dormouse.snapshot.BaseImage;
import dev.dormouse.snapshot.InstanceImage;
import java.util.BitSet;

/**
 * Snapshots as objects: everything that an agent differs from its base by, however long its history.
 *
 * <p>Contents of the granules that the last messages touched come first.
 */
public final class SnapshotCodec {
    private SnapshotCodec() {}

    /**
     * Encodes {@code image} as what it differs from {@code base} by.
     *
     * @param key the object's key, which its checksums bind
     * @param hot indices of the granules that the agent's last messages touched
     */
    public static byte[] encode(String key, SnapshotHead head, BaseImage base, InstanceImage image, BitSet hot) {
        if (!head.base().equals(base.id())) {
            throw new IllegalArgumentException(
                    "The snapshot of " + head.agent() + " differs from base " + head.base() + ", not " + base.id());
        }
        ContainerWriter writer = new ContainerWriter(ObjectKind.SNAPSHOT, key, 16 * 1024);
        ByteWriter headBytes = new ByteWriter(256);
        head.write(headBytes);
        writer.plain(SectionType.SNAPSHOT_HEAD, headBytes);
        ImageSections.write(writer, base.image(), image, hot);
        return writer.finish();
    }

    /** Reads whose snapshot it is, with all checksums verified. */
    public static SnapshotHead head(String key, byte[] bytes, DecodeLimits limits) throws CorruptObjectException {
        return SnapshotHead.read(open(key, bytes, limits).only(SectionType.SNAPSHOT_HEAD));
    }

    /**
     * Decodes the image. What did not change is shared with {@code base}.
     *
     * @param head whose snapshot it must be
     */
    public static InstanceImage decode(
            String key, byte[] bytes, SnapshotHead head, BaseImage base, DecodeLimits limits, GranuleInterner interner)
            throws CorruptObjectException {
        Sections sections = open(key, bytes, limits);
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
        return ImageSections.read(sections, base.image(), limits, interner);
    }

    private static Sections open(String key, byte[] bytes, DecodeLimits limits) throws CorruptObjectException {
        return Container.open(ObjectKind.SNAPSHOT, key, bytes, limits.maxDecodedBytes())
                .sections();
    }
}
