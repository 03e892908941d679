package dev.dormouse.snapshot.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Segments as objects: the head, then record after record, each with the sections of its state. */
public final class SegmentCodec {
    private SegmentCodec() {}

    /** Encodes {@code records} as the segment that {@code head} names, for the object {@code key}. */
    public static byte[] encode(String key, SegmentHead head, List<PreparedRecord> records) {
        ByteWriter fields = new ByteWriter(64);
        head.writer().write(fields);
        fields.varint(head.partition()).varint(head.position());
        List<SectionList> parts = new ArrayList<>(records.size() + 1);
        parts.add(new SectionList().plain(SectionType.SEGMENT_HEAD, fields));
        records.forEach(record -> parts.add(record.sections()));
        return ContainerWriter.write(ObjectKind.SEGMENT, key, parts);
    }

    /** Verifies a segment; what its records hold is decoded later, by whoever needs it. */
    public static Segment decode(String key, ObjectBytes bytes) throws CorruptObjectException {
        Sections sections =
                Container.open(ObjectKind.SEGMENT, key, bytes, Long.MAX_VALUE).sections();
        List<Section> all = sections.inOrder();
        int[] begins = recordBegins(all);
        SegmentHead head = head(sections.part(0, begins[0]).only(SectionType.SEGMENT_HEAD));
        List<StoredRecord> records = new ArrayList<>(begins.length - 1);
        for (int i = 0; i + 1 < begins.length; i++) {
            Sections record = sections.part(begins[i], begins[i + 1]);
            LogRecord log = RecordFields.read(record.only(SectionType.RECORD));
            records.add(new StoredRecord(head.position(), log, record));
        }
        return new Segment(head, records);
    }

    /** Where each record begins, and at last where all end. */
    private static int[] recordBegins(List<Section> sections) {
        int[] begins = new int[sections.size() + 1];
        int count = 0;
        for (int i = 0; i < sections.size(); i++) {
            if (sections.get(i).type() == SectionType.RECORD) {
                begins[count++] = i;
            }
        }
        begins[count++] = sections.size();
        return Arrays.copyOf(begins, count);
    }

    static SegmentHead head(ByteReader in) throws CorruptObjectException {
        Nonce writer = Nonce.read(in);
        int partition = in.bounded(Integer.MAX_VALUE, "The number of a partition");
        SegmentHead head = new SegmentHead(writer, partition, AgentFields.readNumber(in, 0, "A position"));
        in.expectEnd();
        return head;
    }
}
