package dev.dormouse.snapshot.format;

import java.util.List;

/**
 * All agents of a partition as they were at one position of its log.
 *
 * @param partition number of the partition
 * @param position number of segments that the index stands for: replay goes on with the segment in this slot
 * @param entries the agents
 */
public record PartitionIndex(int partition, long position, List<AgentEntry> entries) {
    public PartitionIndex {
        entries = List.copyOf(entries);
    }
}
