/**
 * Finds out whether a store keeps the promises of {@link dev.dormouse.snapshot.object.ObjectStore}, before anything is
 * entrusted to it.
 */
@NullMarked
package dev.dormouse.snapshot.object.probe;

import org.jspecify.annotations.NullMarked;
