/** Checks that load runs measure what they say. */
@NullMarked
package dev.dormouse.benchmarks.load;

import org.jspecify.annotations.NullMarked;
