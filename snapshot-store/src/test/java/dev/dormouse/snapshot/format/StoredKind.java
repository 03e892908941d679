package dev.dormouse.snapshot.format;

import dev.dormouse.snapshot.AgentId;
import dev.dormouse.snapshot.BaseId;
import dev.dormouse.snapshot.BaseImage;
import dev.dormouse.snapshot.FunctionName;
import dev.dormouse.snapshot.RevisionId;
import java.security.SecureRandom;
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
        Object read(String key, byte[] bytes) throws CorruptObjectException;
    }

    static List<StoredKind> all() {
        return List.of(
                base(),
                snapshot(),
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
        SnapshotHead head = new SnapshotHead(new AgentId(FUNCTION, "anna"), 7, new RevisionId(FUNCTION, 2), BASE.id());
        return new StoredKind(
                "snapshot",
                "snapshot/1",
                which -> SnapshotCodec.encode(
                        "snapshot/1",
                        head,
                        BASE,
                        Images.withOthersChanged(Images.withGranule(
                                Images.withByte(BASE.image(), 3 * 4096 + 5, 1), 40, Images.granule(new Random(which)))),
                        Images.bits(40)),
                (key, bytes) -> SnapshotCodec.decode(key, bytes, head, BASE, Images.LIMITS, new GranuleInterner(256)));
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
        return new StoredKind(name, "sealed/1", which -> which == 0 ? first : other, sealed::open);
    }

    byte[] bytes() {
        return encoder.encode(0);
    }

    byte[] otherBytes() {
        return encoder.encode(1);
    }

    Object read(String key, byte[] bytes) throws CorruptObjectException {
        return reader.read(key, bytes);
    }

    @Override
    public String toString() {
        return name;
    }
}
