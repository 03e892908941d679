/**
 * Objects in the heap, for tests and for trying things out: they are gone with the process.
 *
 * <p>Several runtimes in one process may share one store; it is the reference that other backends are compared with.
 */
@NullMarked
package dev.dormouse.snapshot.object.memory;

import org.jspecify.annotations.NullMarked;
