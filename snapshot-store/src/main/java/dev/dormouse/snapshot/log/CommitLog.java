package dev.dormouse.snapshot.log;

import dev.dormouse.snapshot.AgentId;
import dev.dormouse.snapshot.format.AgentEntry;
import dev.dormouse.snapshot.format.LogRecord;
import dev.dormouse.snapshot.format.PreparedRecord;
import dev.dormouse.snapshot.format.StoredRecord;
import dev.dormouse.snapshot.object.ObjectStore;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The order and the fence of all commits: agents are hashed into a fixed number of partitions, each a chain of
 * immutable segments that carry the commits of all agents that were waiting.
 *
 * <p>Any number of processes may commit at any time. A commit says which one of the same agent it was made on; it
 * succeeds only if that one is still the newest. No lease, no lock and no clock of a process decides about that, only
 * whose segment was first in its slot.
 *
 * <p>Nothing is read before a partition is first touched, so a start takes as long with many agents as with none.
 * Thread-safe; calls block and are made for virtual threads.
 */
public final class CommitLog {
    private final List<Partition> partitions;

    /** @param partitions how many there are; the same for all processes and for ever */
    public CommitLog(ObjectStore store, int partitions, LogSettings settings, LogServices services) {
        this.partitions = IntStream.range(0, partitions)
                .mapToObj(number -> new Partition(number, store, settings, services))
                .toList();
    }

    private Partition of(AgentId agent) {
        return partitions.get(agent.partition(partitions.size()));
    }

    /** Number of partitions. */
    public int partitions() {
        return partitions.size();
    }

    /**
     * Writes {@code record} and waits until it is known what became of it. At most one commit of an agent may be on
     * its way from this process.
     */
    public CommitResult commit(PreparedRecord record) {
        return of(record.log().agent()).commit(record);
    }

    /** How many commits wait for their segment, in all partitions. */
    public int waiting() {
        return partitions.stream().mapToInt(Partition::waiting).sum();
    }

    /** Says that there is a snapshot, at no cost: it rides along with a later segment, or is lost with the process. */
    public void note(LogRecord.Packing packing) {
        of(packing.agent()).note(PreparedRecord.of(packing));
    }

    /** What the log, as far as this process has read it, says of an agent. */
    public Optional<AgentEntry> entry(AgentId agent) throws IOException {
        return of(agent).entry(agent);
    }

    /** Reads what other processes have written to the agent's partition. */
    public void refresh(AgentId agent) throws IOException {
        of(agent).refresh();
    }

    /** The change of {@code agent} in the segment at {@code position} of its partition, if both are there. */
    public Optional<StoredRecord> read(AgentId agent, long position) throws IOException {
        return of(agent).read(agent, position);
    }

    /** Where the snapshot of {@code agent} stands that covers its commits up to {@code tip}. */
    public String snapshotKey(AgentId agent, long tip) {
        return of(agent).keys().snapshot(agent, tip);
    }

    /** All agents of a partition. */
    public List<AgentEntry> entries(int partition) throws IOException {
        return partitions.get(partition).entries();
    }

    /** Whether so much follows the last index of the agent's partition that it is time for another one. */
    public boolean needsCheckpoint(AgentId agent) {
        return of(agent).needsCheckpoint();
    }

    /** Writes the notes of the agent's partition that wait. */
    public void flushNotes(AgentId agent) throws IOException {
        of(agent).flushNotes();
    }

    /** Writes the notes of a partition that wait, and an index if anything follows the last one. */
    public void checkpoint(int partition) throws IOException {
        partitions.get(partition).flushNotes();
        partitions.get(partition).checkpoint();
    }

    /** Deletes segments and indexes of a partition that are long covered by a later index. */
    public void collectLog(int partition) throws IOException {
        partitions.get(partition).collectLog();
    }

    /** Deletes snapshots of a partition that are long replaced: one list of all of them. */
    public void collectSnapshots(int partition) throws IOException {
        partitions.get(partition).collectSnapshots();
    }
}
