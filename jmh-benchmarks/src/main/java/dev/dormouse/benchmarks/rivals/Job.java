package dev.dormouse.benchmarks.rivals;

import java.io.IOException;

/** One comparison: starts who takes part, works on them, prints tables, and leaves nothing running. */
@FunctionalInterface
interface Job {
    void run(Arena arena) throws IOException;
}
