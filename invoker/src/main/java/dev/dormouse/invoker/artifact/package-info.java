/**
 * What revisions are made of, kept in the store: modules as uploaded, what compiling them gave, base snapshots.
 *
 * <p>Whoever can write a compiled module into the store runs code in this process, so these and the bases are sealed.
 * Start at {@link dev.dormouse.invoker.artifact.ArtifactStore}.
 */
@NullMarked
package dev.dormouse.invoker.artifact;

import org.jspecify.annotations.NullMarked;
