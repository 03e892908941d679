/**
 * Decides whether and when an invocation runs, and what becomes of its instance afterwards.
 *
 * <p>Two calls: {@code admit} before the run and {@code complete} after it. Nothing here knows HTTP or Wasm. Start at
 * {@link dev.dormouse.scheduler.Outcome}, the closed list of ends that everything else speaks in.
 */
@NullMarked
package dev.dormouse.scheduler;

import org.jspecify.annotations.NullMarked;
