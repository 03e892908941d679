package dev.dormouse.benchmarks;

import java.time.Duration;

/** Where an agent is when its message comes. */
public enum Tier {
    /** In the heap of the process. */
    HEAP,
    /** In a directory; the file is in the page cache of the operating system. */
    DISK,
    /** In a bucket on loopback. */
    BUCKET,
    /** In a bucket on loopback that waits 5 ms before each answer. */
    BUCKET_5MS;

    /** What the bucket adds to each answer. */
    Duration delay() {
        return this == BUCKET_5MS ? Duration.ofMillis(5) : Duration.ZERO;
    }
}
