package dev.dormouse.snapshot.object;

/**
 * The numbered places at which a death of the process leaves a different state behind.
 *
 * <p>Production code passes by with {@link #NONE}. The crash sweep counts the points of a workload, then repeats the
 * workload once for each point and ends the process there.
 */
@FunctionalInterface
public interface FaultPoints {
    /** Nothing ever happens. */
    FaultPoints NONE = step -> {};

    /**
     * The caller is about to do {@code step}, or has done a part of it.
     *
     * @param step name of the step, such as {@code directory.link}
     */
    void reach(String step);

    /**
     * How many of {@code length} bytes are written before the point in the middle of a write is reached.
     * {@code length} itself means that the write is not divided.
     */
    default int tornAt(int length) {
        return length;
    }
}
