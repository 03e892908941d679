/**
 * Faults on purpose, through the runtime as it is composed: processes that end at numbered points, stores that fail,
 * clocks that lie, and an audit of what was acknowledged. What the store does by itself under such faults is tested
 * where the store is.
 */
@NullMarked
package dev.dormouse.invoker.faults;

import org.jspecify.annotations.NullMarked;
