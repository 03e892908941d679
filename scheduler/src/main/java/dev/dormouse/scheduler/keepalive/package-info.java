/**
 * How long instances of agents stay warm when nobody calls.
 *
 * <p>Start at {@link dev.dormouse.scheduler.keepalive.KeepAlivePolicy}. What is dropped because memory is short is not
 * decided here but by whoever holds the memory.
 */
@NullMarked
package dev.dormouse.scheduler.keepalive;

import org.jspecify.annotations.NullMarked;
