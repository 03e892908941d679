package dev.dormouse.snapshot.format;

import static dev.dormouse.snapshot.GranuleTable.GRANULE_BYTES;

import dev.dormouse.snapshot.RememberedAnswer;
import java.time.Instant;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** What a section says, for people. */
final class SectionFacts {
    private final SequencedMap<String, String> facts = new LinkedHashMap<>();

    private SectionFacts() {}

    static SequencedMap<String, String> of(SectionType type, ByteReader in) throws CorruptObjectException {
        SectionFacts said = new SectionFacts();
        switch (type) {
            case EVENT -> said.event(in);
            case STAMP -> said.add("module", in.text()).add("engine", in.text());
            case SNAPSHOT_HEAD -> said.snapshot(SnapshotHead.read(in));
            case MEMORY -> said.memory(in);
            case GRANULES -> said.add("granules", in.remaining() / GRANULE_BYTES);
            case GLOBALS -> said.add("globals", in.count(Long.BYTES));
            case TABLES -> said.add("tables", in.count(1));
            case DROPPED -> said.dropped(in);
            case VARIABLES -> said.variables(in);
            case RECORD -> said.record(RecordFields.read(in));
            case ANSWERS -> said.answers(AnswerFields.readMany(in));
            case SEGMENT_HEAD -> said.segment(SegmentCodec.head(in));
            case INDEX_HEAD -> said.add("partition", in.varint()).add("position", in.varint());
            case INDEX_ENTRIES -> said.add("agents", in.count(10));
        }
        return said.facts;
    }

    private SectionFacts add(String name, Object value) {
        facts.put(name, value.toString());
        return this;
    }

    private void event(ByteReader in) throws CorruptObjectException {
        writer(Nonce.read(in));
        add("content", in.remaining() + " bytes");
    }

    private void writer(Nonce nonce) {
        HexFormat hex = HexFormat.of();
        add("writer", hex.toHexDigits(nonce.high()) + hex.toHexDigits(nonce.low()));
    }

    private void snapshot(SnapshotHead head) {
        add("agent", head.agent());
        add("generation", head.generation());
        add("revision", head.revision());
        add("base", head.base());
        add("newest commit at", head.tip());
    }

    private void memory(ByteReader in) throws CorruptObjectException {
        long pages = in.varint();
        long contents = in.varint();
        int changed = in.count(2);
        int zero = 0;
        int exclusiveOr = 0;
        for (int i = 0; i < changed; i++) {
            in.varint();
            long form = in.varint();
            zero += form == GranuleChanges.ZERO_FORM ? 1 : 0;
            exclusiveOr += form != GranuleChanges.ZERO_FORM && form % 2 == 0 ? 1 : 0;
        }
        in.expectEnd();
        add("pages", pages);
        add("changed granules", changed);
        add("of them zero", zero);
        add("of them as exclusive or", exclusiveOr);
        add("distinct contents", contents);
    }

    private void dropped(ByteReader in) throws CorruptObjectException {
        add("dropped element segments", BitSet.valueOf(in.blob()).cardinality());
        add("dropped data segments", BitSet.valueOf(in.blob()).cardinality());
    }

    private void variables(ByteReader in) throws CorruptObjectException {
        int count = in.count(2);
        long bytes = 0;
        for (int i = 0; i < count; i++) {
            in.text();
            int length = in.count(1);
            in.skip(length);
            bytes += length;
        }
        in.expectEnd();
        add("variables", count);
        add("of them values", bytes + " bytes");
    }

    private void record(LogRecord record) {
        add("agent", record.agent());
        switch (record) {
            case LogRecord.Change change -> {
                add("record", change.whole() ? "change from the base" : "change");
                add("generation", change.generation());
                add("revision", change.revision());
                add("base", change.base());
                add("commit before at", position(change.previous()));
                add("committed", Instant.ofEpochMilli(change.millis()));
            }
            case LogRecord.Deletion deletion -> {
                add("record", "deletion");
                add("commit before at", position(deletion.previous()));
            }
            case LogRecord.Packing packing -> {
                add("record", "packing");
                add("generation", packing.generation());
                add("newest commit at", packing.tip());
                add("snapshot", packing.bytes() + " bytes");
            }
        }
    }

    private static String position(long position) {
        return position == LogRecord.NONE ? "none" : Long.toString(position);
    }

    private void answers(List<RememberedAnswer> answers) {
        add("answers", answers.size());
        if (!answers.isEmpty()) {
            add("newest", Instant.ofEpochMilli(answers.getLast().millis()));
        }
    }

    private void segment(SegmentHead head) {
        add("partition", head.partition());
        add("position", head.position());
        writer(head.writer());
    }
}
