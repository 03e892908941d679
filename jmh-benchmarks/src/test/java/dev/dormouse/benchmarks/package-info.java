/** Checks that what is benchmarked gives correct results. */
@NullMarked
package dev.dormouse.benchmarks;

import org.jspecify.annotations.NullMarked;
