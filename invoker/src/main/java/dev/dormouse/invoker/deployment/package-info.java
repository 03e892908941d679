/**
 * Makes a revision out of a module or a script: validate, compile, initialise, capture the base, warm the code, record.
 *
 * <p>Start at {@link dev.dormouse.invoker.deployment.RevisionDeployer}. What is kept of it is in {@code artifact} and
 * {@code registry}.
 */
@NullMarked
package dev.dormouse.invoker.deployment;

import org.jspecify.annotations.NullMarked;
