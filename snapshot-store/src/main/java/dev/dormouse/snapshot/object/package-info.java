/**
 * The outside border of the store: objects that are created once, read, listed and deleted, and never overwritten.
 *
 * <p>Start at {@link dev.dormouse.snapshot.object.ObjectStore}. Each backend has a package of its own below this one;
 * what is true of all backends is in the contract suite of the tests.
 */
@NullMarked
package dev.dormouse.snapshot.object;

import org.jspecify.annotations.NullMarked;
