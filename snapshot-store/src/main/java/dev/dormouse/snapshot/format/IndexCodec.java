package dev.dormouse.snapshot.format;

import dev.dormouse.snapshot.BaseId;
import dev.dormouse.snapshot.RevisionId;
import dev.dormouse.snapshot.format.AgentEntry.SnapshotRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Indexes as objects: each agent of a partition with the way to its state, some tens of bytes an agent.
 *
 * <p>Revisions and bases, which many agents share, stand once in a table of their own.
 */
public final class IndexCodec {
    private IndexCodec() {}

    /**
     * Encodes {@code index} for the object {@code key}.
     */
    public static byte[] encode(String key, PartitionIndex index) {
        ByteWriter head = new ByteWriter(32).varint(index.partition()).varint(index.position());
        Map<Home, Integer> homes = new LinkedHashMap<>();
        ByteWriter entries = new ByteWriter(64 * index.entries().size());
        entries.varint(index.entries().size());
        for (AgentEntry entry : index.entries()) {
            Home home = new Home(entry.revision(), entry.base());
            homes.putIfAbsent(home, homes.size());
            writeEntry(entries, entry, homes.getOrDefault(home, 0));
        }
        SectionList sections = new SectionList()
                .plain(SectionType.INDEX_HEAD, writeHomes(head, homes))
                .compressed(SectionType.INDEX_ENTRIES, entries);
        return ContainerWriter.write(ObjectKind.INDEX, key, List.of(sections));
    }

    private record Home(RevisionId revision, BaseId base) {}

    private static ByteWriter writeHomes(ByteWriter out, Map<Home, Integer> homes) {
        out.varint(homes.size());
        for (Home home : homes.keySet()) {
            AgentFields.writeRevision(out, home.revision());
            AgentFields.writeBase(out, home.base());
        }
        return out;
    }

    private static void writeEntry(ByteWriter out, AgentEntry entry, int home) {
        AgentFields.writeAgent(out, entry.agent());
        out.varint(home).varint(entry.tip()).varint(entry.generation());
        out.varint(entry.createdMillis()).varint(entry.updatedMillis());
        out.varint(entry.snapshots().size());
        for (SnapshotRef snapshot : entry.snapshots()) {
            out.varint(snapshot.tip()).varint(snapshot.generation()).varint(snapshot.bytes());
        }
        out.varint(entry.unpacked().size());
        entry.unpacked().forEach(out::varint);
        out.varint(entry.unpackedBytes());
    }

    /**
     * Decodes what {@link #encode} wrote.
     *
     * @param maxBytes bound on the decoded form
     */
    public static PartitionIndex decode(String key, ObjectBytes bytes, long maxBytes) throws CorruptObjectException {
        Sections sections =
                Container.open(ObjectKind.INDEX, key, bytes, maxBytes).sections();
        ByteReader head = sections.only(SectionType.INDEX_HEAD);
        int partition = head.bounded(Integer.MAX_VALUE, "The number of a partition");
        long position = AgentFields.readNumber(head, 0, "A position");
        List<Home> homes = readHomes(head);
        ByteReader in = sections.only(SectionType.INDEX_ENTRIES);
        int count = in.count(10);
        List<AgentEntry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            entries.add(readEntry(in, homes));
        }
        in.expectEnd();
        return new PartitionIndex(partition, position, entries);
    }

    private static List<Home> readHomes(ByteReader in) throws CorruptObjectException {
        int count = in.count(34);
        List<Home> homes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            homes.add(new Home(AgentFields.readRevision(in), AgentFields.readBase(in)));
        }
        in.expectEnd();
        return homes;
    }

    private static AgentEntry readEntry(ByteReader in, List<Home> homes) throws CorruptObjectException {
        var agent = AgentFields.readAgent(in);
        Home home = homes.get(in.bounded(homes.size() - 1, "The number of a revision in the table"));
        long tip = AgentFields.readNumber(in, 0, "A position");
        long generation = AgentFields.readNumber(in, 1, "A generation");
        long createdMillis = in.varint();
        long updatedMillis = in.varint();
        List<SnapshotRef> snapshots = readSnapshots(in);
        int count = in.count(1);
        List<Long> unpacked = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            unpacked.add(AgentFields.readNumber(in, 0, "A position"));
        }
        return new AgentEntry(
                agent,
                home.revision(),
                home.base(),
                tip,
                generation,
                createdMillis,
                updatedMillis,
                snapshots,
                unpacked,
                in.varint());
    }

    private static List<SnapshotRef> readSnapshots(ByteReader in) throws CorruptObjectException {
        int count = in.count(3);
        List<SnapshotRef> snapshots = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            snapshots.add(new SnapshotRef(
                    AgentFields.readNumber(in, 0, "The position of a snapshot"),
                    AgentFields.readNumber(in, 1, "The generation of a snapshot"),
                    AgentFields.readNumber(in, 0, "The length of a snapshot")));
        }
        return snapshots;
    }
}
