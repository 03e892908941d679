package dev.dormouse.snapshot.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.snapshot.BaseImage;
import dev.dormouse.snapshot.GranuleTable;
import dev.dormouse.snapshot.InstanceImage;
import dev.dormouse.snapshot.ModuleDigest;
import org.junit.jupiter.api.Test;

class BaseCodecTest {
    private static final String KEY = "base/1";

    private final GranuleInterner interner = new GranuleInterner(1024);

    @Test
    void givesBackTheImage() throws Exception {
        InstanceImage image = Images.base(40, 1);

        BaseImage decoded = decode(BaseCodec.encode(KEY, Images.STAMP, image));

        assertThat(Images.same(decoded.image(), image)).isTrue();
    }

    @Test
    void givesBackAnImageWithNothingInIt() throws Exception {
        BaseImage decoded = decode(BaseCodec.encode(KEY, Images.STAMP, ImageSections.NOTHING));

        assertThat(Images.same(decoded.image(), ImageSections.NOTHING)).isTrue();
    }

    @Test
    void encodesTheSameImageToTheSameBytes() {
        assertThat(BaseCodec.encode(KEY, Images.STAMP, Images.base(2, 1)))
                .isEqualTo(BaseCodec.encode(KEY, Images.STAMP, Images.base(2, 1)));
    }

    @Test
    void storesEqualGranulesOnce() {
        InstanceImage oneOfAKind = Images.base(1, 1);
        InstanceImage image = Images.withPages(oneOfAKind, 40);
        for (int i = 16; i < 640; i++) {
            image = Images.withGranule(image, i, oneOfAKind.memory().granule(3).clone());
        }

        int alone = BaseCodec.encode(KEY, Images.STAMP, oneOfAKind).length;

        assertThat(BaseCodec.encode(KEY, Images.STAMP, image).length).isLessThan(alone + 2_000);
    }

    @Test
    void makesEqualGranulesOneArray() throws Exception {
        GranuleTable memory = decode(BaseCodec.encode(KEY, Images.STAMP, Images.base(1, 1)))
                .image()
                .memory();

        assertThat(memory.granule(6)).isSameAs(memory.granule(0));
        assertThat(memory.granule(1)).isSameAs(GranuleTable.zero());
    }

    @Test
    void sharesGranulesBetweenTwoReadings() throws Exception {
        byte[] bytes = BaseCodec.encode(KEY, Images.STAMP, Images.base(1, 1));

        GranuleTable one = decode(bytes).image().memory();
        GranuleTable other = decode(bytes).image().memory();

        for (int i = 0; i < one.size(); i++) {
            assertThat(other.granule(i)).isSameAs(one.granule(i));
        }
    }

    @Test
    void isIdentifiedByItsBytes() throws Exception {
        byte[] bytes = BaseCodec.encode(KEY, Images.STAMP, Images.base(1, 1));
        byte[] other = BaseCodec.encode(KEY, Images.STAMP, Images.base(1, 2));

        assertThat(decode(bytes).id())
                .isEqualTo(BaseCodec.idOf(ObjectBytes.of(bytes)))
                .isNotEqualTo(BaseCodec.idOf(ObjectBytes.of(other)));
    }

    @Test
    void refusesAnImageOfOtherCode() {
        byte[] bytes = BaseCodec.encode(KEY, Images.STAMP, Images.base(1, 1));
        ImageStamp otherModule = new ImageStamp(new ModuleDigest("cd".repeat(32)), Images.STAMP.engine());
        ImageStamp otherEngine = new ImageStamp(Images.STAMP.module(), "test-2");

        assertThatThrownBy(() -> BaseCodec.decode(KEY, ObjectBytes.of(bytes), otherModule, Images.LIMITS, interner))
                .isInstanceOf(CorruptObjectException.class)
                .hasMessageContaining("cdcdcd");
        assertThatThrownBy(() -> BaseCodec.decode(KEY, ObjectBytes.of(bytes), otherEngine, Images.LIMITS, interner))
                .isInstanceOf(CorruptObjectException.class)
                .hasMessageContaining("test-2");
    }

    @Test
    void refusesAnImageThatPassesTheLimits() {
        byte[] bytes = BaseCodec.encode(KEY, Images.STAMP, Images.withPages(Images.base(1, 1), 65));

        assertThatThrownBy(() -> decode(bytes))
                .isInstanceOf(CorruptObjectException.class)
                .hasMessageContaining("pages is 65; at most 64");
    }

    private BaseImage decode(byte[] bytes) throws CorruptObjectException {
        return BaseCodec.decode(KEY, ObjectBytes.of(bytes), Images.STAMP, Images.LIMITS, interner);
    }
}
