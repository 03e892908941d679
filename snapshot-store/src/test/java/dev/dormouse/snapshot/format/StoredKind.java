package dev.dormouse.snapshot.format;

import dev.dormouse.snapshot.AgentId;
import dev.dormouse.snapshot.BaseId;
import dev.dormouse.snapshot.BaseImage;
import dev.dormouse.snapshot.FunctionName;
import dev.dormouse.snapshot.InstanceImage;
import dev.dormouse.snapshot.RememberedAnswer;
import dev.dormouse.snapshot.RevisionId;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** One of everything that is stored, with the way to read it: each test of damage runs on all. */
record StoredKind(String name, String key, Encoder encoder, Reader reader) {
    private static final FunctionName FUNCTION = new FunctionName("counter");
    private static final BaseImage BASE = new BaseImage(new BaseId("12".repeat(32)), Images.base(8, 1));

    /** Makes one of two different objects. */
    interface Encoder {
        byte[] encode(int which);
    }

    interface Reader {
        Object read(String key, ObjectBytes bytes) throws CorruptObjectException;
    }

    static List<StoredKind> all() {
        return List.of(
                base(),
                snapshot(),
                segment(),
                index(),
                event(),
                sealed("sealed", SealedObjects.Mode.AUTHENTICATED),
                sealed("encrypted", SealedObjects.Mode.ENCRYPTED));
    }

    private static StoredKind base() {
        return new StoredKind(
                "base",
                "base/1",
                which -> BaseCodec.encode("base/1", Images.STAMP, Images.base(8, which)),
                (key, bytes) -> BaseCodec.decode(key, bytes, Images.STAMP, Images.LIMITS, new GranuleInterner(256)));
    }

    private static StoredKind snapshot() {
        SnapshotHead head =
                new SnapshotHead(new AgentId(FUNCTION, "anna"), 90, 7, new RevisionId(FUNCTION, 2), BASE.id());
        return new StoredKind(
                "snapshot",
                "snapshot/1",
                which -> SnapshotCodec.encode(
                        "snapshot/1",
                        head,
                        BASE,
                        new AgentState(changed(which), List.of(new RememberedAnswer("m", new byte[90], which))),
                        Images.bits(40)),
                (key, bytes) -> SnapshotCodec.decode(key, bytes).state(BASE, Images.LIMITS, new GranuleInterner(256)));
    }

    private static InstanceImage changed(int which) {
        return Images.withOthersChanged(Images.withGranule(
                Images.withByte(BASE.image(), 3 * 4096 + 5, 1), 40, Images.granule(new Random(which))));
    }

    private static StoredKind segment() {
        AgentId anna = new AgentId(FUNCTION, "anna");
        AgentId berta = new AgentId(FUNCTION, "berta");
        RevisionId revision = new RevisionId(FUNCTION, 2);
        return new StoredKind(
                "segment",
                "log/0003/17",
                which -> SegmentCodec.encode(
                        "log/0003/17",
                        new SegmentHead(new Nonce(8, which), 3, 17),
                        List.of(
                                PreparedRecord.of(
                                        new LogRecord.Change(anna, 5, 7, revision, BASE.id(), false, 1_000),
                                        BASE.image(),
                                        changed(which),
                                        List.of(new RememberedAnswer("m", new byte[90], which))),
                                PreparedRecord.of(new LogRecord.Deletion(berta, 4)),
                                PreparedRecord.of(new LogRecord.Packing(anna, 5, 6, 700)))),
                StoredKind::readSegment);
    }

    private static Object readSegment(String key, ObjectBytes bytes) throws CorruptObjectException {
        Segment segment = SegmentCodec.decode(key, bytes);
        List<Object> content = new ArrayList<>();
        content.add(segment.head());
        for (StoredRecord record : segment.records()) {
            content.add(record.log());
            content.add(record.image(BASE.image(), Images.LIMITS, new GranuleInterner(256)));
            content.add(record.answers());
        }
        return content;
    }

    private static StoredKind index() {
        return new StoredKind(
                "index",
                "index/0003/17",
                which -> {
                    List<AgentEntry> entries = new ArrayList<>();
                    for (int i = 0; i < 100; i++) {
                        entries.add(new AgentEntry(
                                new AgentId(FUNCTION, "agent " + i),
                                new RevisionId(FUNCTION, 1 + i % 2),
                                BASE.id(),
                                i + which,
                                3,
                                1_000,
                                2_000,
                                List.of(new AgentEntry.SnapshotRef(i, 2, 900)),
                                List.of(i + 1L),
                                80));
                    }
                    return IndexCodec.encode("index/0003/17", new PartitionIndex(3, 17, entries));
                },
                (key, bytes) -> IndexCodec.decode(key, bytes, 1 << 20));
    }

    private static StoredKind event() {
        return new StoredKind(
                "event",
                "event/1",
                which -> {
                    byte[] content = Images.granule(new Random(which));
                    return EventCodec.encode(
                            ObjectKind.EVENT, "event/1", new StampedEvent(new Nonce(1, which), content));
                },
                (key, bytes) -> EventCodec.decode(ObjectKind.EVENT, key, bytes, 1 << 20));
    }

    private static StoredKind sealed(String name, SealedObjects.Mode mode) {
        SealedObjects sealed = new SealedObjects(new byte[32], mode, new SecureRandom());
        byte[] first = sealed.seal("sealed/1", new byte[5_000]);
        byte[] other = sealed.seal("sealed/1", Images.granule(new Random(1)));
        return new StoredKind(
                name,
                "sealed/1",
                which -> which == 0 ? first : other,
                (key, bytes) -> sealed.open(key, bytes.toArray()).toArray());
    }

    byte[] bytes() {
        return encoder.encode(0);
    }

    /** What reading {@link #bytes()} must give, today and of files that were written long ago. */
    Object expected() throws CorruptObjectException {
        return read(key, encoder.encode(0));
    }

    byte[] otherBytes() {
        return encoder.encode(1);
    }

    Object read(String key, byte[] bytes) throws CorruptObjectException {
        return reader.read(key, ObjectBytes.of(bytes));
    }

    @Override
    public String toString() {
        return name;
    }
}
