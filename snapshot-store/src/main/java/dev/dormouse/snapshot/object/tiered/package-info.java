/**
 * A nearer copy of what a far store holds: objects that are read again and again, on the local disk.
 *
 * <p>Start at {@link dev.dormouse.snapshot.object.tiered.CachedObjectStore}. A copy is checked before it is believed, and
 * whatever fails on the local disk costs a request to the store below, never an answer.
 */
@NullMarked
package dev.dormouse.snapshot.object.tiered;

import org.jspecify.annotations.NullMarked;
