/**
 * The border between the runtime and everything that is stored of agents.
 *
 * <p>Start at {@link dev.dormouse.snapshot.store.SnapshotStore}: load, commit, fork, revert, delete. Below it stand the
 * commit log, the formats and the object store, each knowing only the next.
 */
@NullMarked
package dev.dormouse.snapshot.store;

import org.jspecify.annotations.NullMarked;
