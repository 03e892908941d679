package dev.dormouse.snapshot.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.snapshot.AgentId;
import dev.dormouse.snapshot.BaseId;
import dev.dormouse.snapshot.BaseImage;
import dev.dormouse.snapshot.FunctionName;
import dev.dormouse.snapshot.GranuleTable;
import dev.dormouse.snapshot.InstanceImage;
import dev.dormouse.snapshot.RememberedAnswer;
import dev.dormouse.snapshot.RevisionId;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SnapshotCodecTest {
    private static final String KEY = "snapshot/1";

    private final Random random = new Random(5);
    private final BaseImage base = new BaseImage(new BaseId("12".repeat(32)), Images.base(8, 1));
    private final SnapshotHead head = new SnapshotHead(
            new AgentId(new FunctionName("counter"), "anna"),
            90,
            7,
            new RevisionId(new FunctionName("counter"), 2),
            base.id());

    @Test
    void givesBackWhatDiffersFromTheBaseAndWhatDoesNot() throws Exception {
        InstanceImage image = Images.withGranule(base.image(), 1, Images.granule(random));
        image = Images.withGranule(image, 3, GranuleTable.zero());
        image = Images.withByte(image, 9 * 4096 + 17, 42);
        image = Images.withPages(image, 20);
        image = Images.withGranule(image, 200, Images.granule(random));
        image = Images.withOthersChanged(image);

        assertThat(Images.same(decode(encode(image)), image)).isTrue();
    }

    @Test
    void givesBackAMemorySmallerThanTheBase() throws Exception {
        InstanceImage image = Images.withPages(base.image(), 2);

        assertThat(Images.same(decode(encode(image)), image)).isTrue();
    }

    @Test
    void sharesWithTheBaseWhatDidNotChange() throws Exception {
        InstanceImage image = Images.withByte(base.image(), 4096, 1);

        InstanceImage decoded = decode(encode(image));

        for (int i = 0; i < image.memory().size(); i++) {
            if (i != 1) {
                assertThat(decoded.memory().granule(i))
                        .isSameAs(base.image().memory().granule(i));
            }
        }
        assertThat(decoded.variables().get("name"))
                .isSameAs(base.image().variables().get("name"));
    }

    @Test
    void takesFewBytesForAFewChangesInARandomGranule() throws Exception {
        InstanceImage image = base.image();
        for (int i = 0; i < 8; i++) {
            image = Images.withByte(image, 3 * 4096 + 100 * i, i);
        }

        assertThat(encode(image).length).isLessThan(400);
        assertThat(Images.same(decode(encode(image)), image)).isTrue();
    }

    @Test
    void leavesOutAGranuleThatEndedAsItBegan() {
        InstanceImage rewritten = Images.withGranule(
                base.image(), 3, base.image().memory().granule(3).clone());

        assertThat(encode(rewritten)).isEqualTo(encode(base.image()));
    }

    @Test
    void putsHotGranulesFirst() throws Exception {
        InstanceImage image = base.image();
        byte[] hot = Images.granule(random);
        for (int i = 0; i < 128; i++) {
            image = Images.withGranule(image, i, i == 100 ? hot : Images.granule(random));
        }

        byte[] bytes = SnapshotCodec.encode(KEY, head, base, new AgentState(image, List.of()), Images.bits(100));

        Sections sections = Container.open(ObjectKind.SNAPSHOT, KEY, ObjectBytes.of(bytes), 1 << 20)
                .sections();
        ByteReader first = sections.decode(sections.all(SectionType.GRANULES).getFirst());
        assertThat(first.bytes(4096)).isEqualTo(hot);
        assertThat(Images.same(decode(bytes), image)).isTrue();
    }

    @Test
    void givesBackManyRandomImages() throws Exception {
        for (int round = 0; round < 100; round++) {
            InstanceImage image = Images.withPages(base.image(), 1 + random.nextInt(32));
            for (int change = random.nextInt(600); change > 0; change--) {
                int index = random.nextInt(image.memory().size());
                image = switch (random.nextInt(4)) {
                    case 0 -> Images.withGranule(image, index, Images.granule(random));
                    case 1 -> Images.withGranule(image, index, GranuleTable.zero());
                    case 2 ->
                        Images.withGranule(
                                image,
                                index,
                                image.memory()
                                        .granule(random.nextInt(image.memory().size())));
                    default -> Images.withByte(image, index * 4096 + random.nextInt(4096), round);
                };
            }
            assertThat(Images.same(decode(encode(image)), image))
                    .as("round " + round)
                    .isTrue();
        }
    }

    @Test
    void keepsWhatTheLastMessagesWereAnswered() throws Exception {
        List<RememberedAnswer> answers =
                List.of(new RememberedAnswer("m1", new byte[] {1}, 5), new RememberedAnswer("m2", new byte[0], 6));

        byte[] bytes = SnapshotCodec.encode(KEY, head, base, new AgentState(base.image(), answers), new BitSet());

        assertThat(stored(bytes)
                        .state(base, Images.LIMITS, new GranuleInterner(16))
                        .answers())
                .usingRecursiveComparison()
                .isEqualTo(answers);
    }

    @Test
    void tellsWhoseItIs() throws Exception {
        assertThat(stored(encode(base.image())).head()).isEqualTo(head);
    }

    @Test
    void refusesAnotherBase() throws Exception {
        StoredSnapshot stored = stored(encode(base.image()));
        BaseImage other = new BaseImage(new BaseId("34".repeat(32)), base.image());

        assertThatThrownBy(() -> stored.state(other, Images.LIMITS, new GranuleInterner(16)))
                .isInstanceOf(CorruptObjectException.class)
                .hasMessageContaining("3434");
    }

    @Test
    void refusesMoreThanTheLimitsBeforeItDecodesAnything() throws Exception {
        StoredSnapshot stored = stored(encode(Images.withGranule(base.image(), 3, Images.granule(random))));

        assertThat(stored.head()).isEqualTo(head);
        assertThatThrownBy(() -> stored.state(base, new DecodeLimits(0, 4_000), new GranuleInterner(16)))
                .isInstanceOf(CorruptObjectException.class)
                .hasMessageContaining("at most 4000");
    }

    @Test
    void readsWhatStandsInsideAnArray() throws Exception {
        InstanceImage image = Images.withGranule(base.image(), 3, Images.granule(random));
        byte[] bytes = encode(image);
        byte[] around = new byte[bytes.length + 12];
        random.nextBytes(around);
        System.arraycopy(bytes, 0, around, 7, bytes.length);

        StoredSnapshot stored = SnapshotCodec.decode(KEY, ObjectBytes.within(around, 7, bytes.length));

        assertThat(Images.same(
                        stored.state(base, Images.LIMITS, new GranuleInterner(16))
                                .image(),
                        image))
                .isTrue();
    }

    private byte[] encode(InstanceImage image) {
        return SnapshotCodec.encode(KEY, head, base, new AgentState(image, List.of()), new BitSet());
    }

    private InstanceImage decode(byte[] bytes) throws CorruptObjectException {
        return stored(bytes)
                .state(base, Images.LIMITS, new GranuleInterner(1024))
                .image();
    }

    private static StoredSnapshot stored(byte[] bytes) throws CorruptObjectException {
        return SnapshotCodec.decode(KEY, ObjectBytes.of(bytes));
    }
}
