/**
 * Numbered crash points around every call to a store, for the tests that end a process at each of them.
 */
@NullMarked
package dev.dormouse.snapshot.object.faults;

import org.jspecify.annotations.NullMarked;
