/**
 * The one thing that benchmarks need from inside the engine's package: guests whose classes are not as the runtime
 * would have them. It stands here, and not in the runtime, so that the runtime has no way to make such guests.
 */
@NullMarked
package dev.dormouse.invoker.wasm;

import org.jspecify.annotations.NullMarked;
