/**
 * The identities that every module shares and the image of an instance between two invocations.
 *
 * <p>An agent's identity and its snapshot's identity are one contract, so both stand here. How images become bytes is
 * in {@code format}, where bytes are kept is in {@code object}. Start at {@link dev.dormouse.snapshot.InstanceImage}.
 */
@NullMarked
package dev.dormouse.snapshot;

import org.jspecify.annotations.NullMarked;
