package dev.dormouse.snapshot.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.snapshot.AgentId;
import dev.dormouse.snapshot.BaseId;
import dev.dormouse.snapshot.FunctionName;
import dev.dormouse.snapshot.InstanceImage;
import dev.dormouse.snapshot.RememberedAnswer;
import dev.dormouse.snapshot.RevisionId;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SegmentCodecTest {
    private static final String KEY = "log/0003/17";
    private static final FunctionName FUNCTION = new FunctionName("counter");
    private static final RevisionId REVISION = new RevisionId(FUNCTION, 2);
    private static final BaseId BASE = new BaseId("12".repeat(32));
    private static final SegmentHead HEAD = new SegmentHead(new Nonce(1, 2), 3, 17);

    private final InstanceImage before = Images.base(8, 1);
    private final GranuleInterner interner = new GranuleInterner(256);

    @Test
    void keepsRecordsInTheirOrder() throws Exception {
        List<LogRecord> records = List.of(
                change("anna", 4, false),
                new LogRecord.Deletion(agent("berta"), 9),
                change("cleo", LogRecord.NONE, true),
                new LogRecord.Packing(agent("anna"), 4, 6, 1234));

        Segment segment = SegmentCodec.decode(
                KEY,
                ObjectBytes.of(SegmentCodec.encode(
                        KEY, HEAD, records.stream().map(PreparedRecord::of).toList())));

        assertThat(segment.head()).isEqualTo(HEAD);
        assertThat(segment.records().stream().map(StoredRecord::log).toList()).isEqualTo(records);
    }

    @Test
    void keepsASegmentWithNoRecords() throws Exception {
        assertThat(SegmentCodec.decode(KEY, ObjectBytes.of(SegmentCodec.encode(KEY, HEAD, List.of())))
                        .records())
                .isEmpty();
    }

    @Test
    void leadsEachRecordToItsOwnState() throws Exception {
        InstanceImage anna = Images.withByte(before, 3 * 4096, 1);
        InstanceImage berta = Images.withVariable(before, "name", "berta");
        byte[] bytes = SegmentCodec.encode(
                KEY,
                HEAD,
                List.of(
                        PreparedRecord.of(change("anna", 4, false), before, anna, answer("m1")),
                        PreparedRecord.of(change("berta", 5, false), before, berta, List.of())));

        List<StoredRecord> records =
                SegmentCodec.decode(KEY, ObjectBytes.of(bytes)).records();

        assertThat(Images.same(records.get(0).image(before, Images.LIMITS, interner), anna))
                .isTrue();
        assertThat(Images.same(records.get(1).image(before, Images.LIMITS, interner), berta))
                .isTrue();
        assertThat(records.get(0).answers().getFirst().message()).isEqualTo("m1");
        assertThat(records.get(1).answers()).isEmpty();
    }

    @Test
    void takesFewBytesForASmallChange() {
        InstanceImage after = Images.withByte(before, 3 * 4096, 1);

        PreparedRecord record = PreparedRecord.of(change("anna", 4, false), before, after, List.of());

        assertThat(record.bytes()).isLessThan(250);
    }

    @Test
    void refusesToDecodeARecordAboveTheLimits() throws Exception {
        InstanceImage after = Images.withPages(before, 64);
        for (int i = 0; i < 1024; i++) {
            after = Images.withGranule(after, i, Images.granule(new Random(i)));
        }
        byte[] bytes = SegmentCodec.encode(
                KEY, HEAD, List.of(PreparedRecord.of(change("anna", 4, false), before, after, List.of())));
        StoredRecord record =
                SegmentCodec.decode(KEY, ObjectBytes.of(bytes)).records().getFirst();

        assertThatThrownBy(() -> record.image(before, new DecodeLimits(8, 1 << 16), interner))
                .isInstanceOf(CorruptObjectException.class)
                .hasMessageContaining("at most");
    }

    @Test
    void refusesACommitThatFollowsNothingAsADifference() {
        assertThatThrownBy(() -> change("anna", LogRecord.NONE, false)).isInstanceOf(IllegalArgumentException.class);
    }

    private static LogRecord.Change change(String key, long previous, boolean whole) {
        return new LogRecord.Change(agent(key), previous, 7, REVISION, BASE, whole, 1_000_000);
    }

    private static AgentId agent(String key) {
        return new AgentId(FUNCTION, key);
    }

    private static List<RememberedAnswer> answer(String message) {
        return List.of(new RememberedAnswer(message, new byte[100], 1_000_000));
    }
}
