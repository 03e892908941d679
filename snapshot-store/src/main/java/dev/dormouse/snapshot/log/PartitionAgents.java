package dev.dormouse.snapshot.log;

import dev.dormouse.snapshot.AgentId;
import dev.dormouse.snapshot.format.AgentEntry;
import dev.dormouse.snapshot.format.AgentEntry.SnapshotRef;
import dev.dormouse.snapshot.format.LogRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the log of a partition, up to some position, says of its agents. Replaying the same records gives the same
 * entries in every process. Guarded by the partition's lock.
 */
final class PartitionAgents {
    /** How many snapshots of an agent are kept: the newest, and what a revert can go back to. */
    static final int RETAINED_SNAPSHOTS = 4;

    private final Map<AgentId, AgentEntry> entries = new HashMap<>();

    PartitionAgents(Collection<AgentEntry> entries) {
        entries.forEach(entry -> this.entries.put(entry.agent(), entry));
    }

    Optional<AgentEntry> entry(AgentId agent) {
        return Optional.ofNullable(entries.get(agent));
    }

    int size() {
        return entries.size();
    }

    List<AgentEntry> entries() {
        return List.copyOf(entries.values());
    }

    /** Whether {@code record} still follows what it was made on. */
    boolean follows(LogRecord record) {
        return switch (record) {
            case LogRecord.Change change -> tip(change.agent()) == change.previous();
            case LogRecord.Deletion deletion ->
                deletion.previous() != LogRecord.NONE && tip(deletion.agent()) == deletion.previous();
            case LogRecord.Packing ignored -> true;
        };
    }

    private long tip(AgentId agent) {
        AgentEntry entry = entries.get(agent);
        return entry == null ? LogRecord.NONE : entry.tip();
    }

    /**
     * Takes in a record.
     *
     * @param position of its segment
     * @param bytes that it takes there
     */
    void apply(long position, LogRecord record, int bytes) {
        switch (record) {
            case LogRecord.Change change -> entries.put(change.agent(), changed(position, change, bytes));
            case LogRecord.Deletion deletion -> entries.remove(deletion.agent());
            case LogRecord.Packing packing ->
                entries.computeIfPresent(packing.agent(), (agent, entry) -> packed(entry, packing));
        }
    }

    private AgentEntry changed(long position, LogRecord.Change change, int bytes) {
        AgentEntry before = entries.get(change.agent());
        List<Long> unpacked = new ArrayList<>();
        long unpackedBytes = bytes;
        if (before != null && !change.whole()) {
            unpacked.addAll(before.unpacked());
            unpackedBytes += before.unpackedBytes();
        }
        unpacked.add(position);
        return new AgentEntry(
                change.agent(),
                change.revision(),
                change.base(),
                position,
                change.generation(),
                before == null ? change.millis() : before.createdMillis(),
                change.millis(),
                before == null ? List.of() : before.snapshots(),
                unpacked,
                unpackedBytes);
    }

    /** A note that comes late, of a commit that a newer snapshot covers or that is not this agent's, changes nothing. */
    private static AgentEntry packed(AgentEntry entry, LogRecord.Packing packing) {
        int covered = entry.unpacked().indexOf(packing.tip());
        if (covered < 0) {
            return entry;
        }
        List<SnapshotRef> snapshots = new ArrayList<>(entry.snapshots());
        snapshots.add(new SnapshotRef(packing.tip(), packing.generation(), packing.bytes()));
        int surplus = Math.max(0, snapshots.size() - RETAINED_SNAPSHOTS);
        List<Long> unpacked =
                entry.unpacked().subList(covered + 1, entry.unpacked().size());
        return new AgentEntry(
                entry.agent(),
                entry.revision(),
                entry.base(),
                entry.tip(),
                entry.generation(),
                entry.createdMillis(),
                entry.updatedMillis(),
                snapshots.subList(surplus, snapshots.size()),
                unpacked,
                unpacked.isEmpty() ? 0 : entry.unpackedBytes());
    }
}
