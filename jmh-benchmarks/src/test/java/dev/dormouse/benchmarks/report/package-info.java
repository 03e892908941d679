/** Checks what is written of results. */
@NullMarked
package dev.dormouse.benchmarks.report;

import org.jspecify.annotations.NullMarked;
