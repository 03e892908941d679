/**
 * Chains of immutable objects: the order and the fence of everything that is committed.
 *
 * <p>{@link dev.dormouse.snapshot.log.EventLog} is the simple form for rare, small events such as a deploy.
 * Two processes may write to one chain at any time: who aims at an occupied slot is refused and reads what it missed.
 */
@NullMarked
package dev.dormouse.snapshot.log;

import org.jspecify.annotations.NullMarked;
