package dev.dormouse.snapshot.format;

/**
 * Which slot a segment was written for, and by which attempt.
 *
 * @param writer the attempt's nonce: by it a writer recognises its own segment
 * @param partition number of the partition
 * @param position number of the slot
 */
public record SegmentHead(Nonce writer, int partition, long position) {}
