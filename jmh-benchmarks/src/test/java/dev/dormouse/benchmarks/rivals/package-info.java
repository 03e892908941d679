/** Checks what the comparison with rivals counts and shows. */
@NullMarked
package dev.dormouse.benchmarks.rivals;

import org.jspecify.annotations.NullMarked;
