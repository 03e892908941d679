/**
 * Load runs: each starts a runtime from the built distribution, works on it from outside as clients do, and prints a
 * table. Start at {@link dev.dormouse.benchmarks.load.LoadRuns}; the scripts in {@code jmh-benchmarks/load} call it.
 *
 * <p>Client and runtime share the machine, so its processors are shared too: the figures are those of both together.
 */
@NullMarked
package dev.dormouse.benchmarks.load;

import org.jspecify.annotations.NullMarked;
