package dev.dormouse.benchmarks;

/** How {@code dormouse up} has its JVM compile guests' code; the script says why. */
public final class GuestJvm {
    public static final String COMPILE_HUGE_METHODS = "-XX:-DontCompileHugeMethods";
    public static final String INLINE_ACCESSORS_ONLY = "-XX:C1MaxInlineSize=6";

    private GuestJvm() {}
}
