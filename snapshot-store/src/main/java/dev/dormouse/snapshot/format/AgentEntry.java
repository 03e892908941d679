package dev.dormouse.snapshot.format;

import dev.dormouse.snapshot.AgentId;
import dev.dormouse.snapshot.BaseId;
import dev.dormouse.snapshot.RevisionId;
import java.util.List;

/**
 * What an index says of one agent.
 *
 * @param agent the agent
 * @param revision the revision that it is on
 * @param base the base that its newest snapshot and its next whole commit differ from
 * @param tip position of its newest commit
 * @param generation number of its commits
 * @param createdMillis when it was first committed, in milliseconds since 1970
 * @param updatedMillis when it was last committed
 * @param snapshots its snapshots, oldest first; the last one is what a resume reads
 * @param unpacked positions of its commits after the last snapshot, oldest first
 * @param unpackedBytes bytes of these commits
 */
public record AgentEntry(
        AgentId agent,
        RevisionId revision,
        BaseId base,
        long tip,
        long generation,
        long createdMillis,
        long updatedMillis,
        List<SnapshotRef> snapshots,
        List<Long> unpacked,
        long unpackedBytes) {
    /**
     * Where a snapshot is and what it stands for.
     *
     * @param tip position of the newest commit that it covers
     * @param generation the generation
     * @param bytes its length
     */
    public record SnapshotRef(long tip, long generation, long bytes) {}

    public AgentEntry {
        snapshots = List.copyOf(snapshots);
        unpacked = List.copyOf(unpacked);
    }
}
