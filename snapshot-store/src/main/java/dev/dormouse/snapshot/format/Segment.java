package dev.dormouse.snapshot.format;

import java.util.List;

/**
 * A segment that was read.
 *
 * @param head which slot it was written for, and by which attempt
 * @param records what it holds, in order
 */
public record Segment(SegmentHead head, List<StoredRecord> records) {
    public Segment {
        records = List.copyOf(records);
    }
}
