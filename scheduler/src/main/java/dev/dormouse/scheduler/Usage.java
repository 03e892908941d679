package dev.dormouse.scheduler;

/**
 * What one invocation used.
 *
 * @param fuel ticks of guest code
 * @param runNanos wall-clock time inside the guest and its host calls
 * @param dirtyBytes memory that it wrote to, in whole granules
 */
public record Usage(long fuel, long runNanos, long dirtyBytes) {
    /** Of an invocation that never reached its guest. */
    public static final Usage NONE = new Usage(0, 0, 0);
}
