package dev.dormouse.snapshot.format;

import dev.dormouse.snapshot.BaseId;
import dev.dormouse.snapshot.BaseImage;
import dev.dormouse.snapshot.InstanceImage;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;

/** Base images as objects: all granules that are not zero, equal ones once, and everything else of the image. */
public final class BaseCodec {
    private BaseCodec() {}

    /**
     * Encodes {@code image}.
     *
     * @param key the object's key, which its checksums bind
     */
    public static byte[] encode(String key, ImageStamp stamp, InstanceImage image) {
        ByteWriter head = new ByteWriter(160);
        stamp.write(head);
        SectionList sections = new SectionList().plain(SectionType.STAMP, head);
        ImageSections.write(sections, ImageSections.NOTHING, image, new BitSet());
        return ContainerWriter.write(ObjectKind.BASE, key, List.of(sections));
    }

    /**
     * Decodes what {@link #encode} wrote. Equal granules become one array.
     *
     * @param stamp the code that it must belong to
     * @throws CorruptObjectException if the bytes are not those of a base under {@code key} for {@code stamp}, or pass
     *     the limits
     */
    public static BaseImage decode(
            String key, ObjectBytes bytes, ImageStamp stamp, DecodeLimits limits, GranuleInterner interner)
            throws CorruptObjectException {
        Sections sections = Container.open(ObjectKind.BASE, key, bytes, limits.maxDecodedBytes())
                .sections();
        stamp.expect(sections.only(SectionType.STAMP));
        InstanceImage image = ImageSections.read(sections, ImageSections.NOTHING, limits, interner);
        return new BaseImage(idOf(bytes), image);
    }

    /** The identity of the base whose encoded form is {@code bytes}. */
    public static BaseId idOf(ObjectBytes bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes.array(), bytes.offset(), bytes.length());
            return new BaseId(HexFormat.of().formatHex(digest.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256.", e);
        }
    }
}
