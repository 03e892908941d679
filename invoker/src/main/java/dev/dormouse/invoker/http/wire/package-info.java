/**
 * What stands between a socket and Helidon: strict framing, a deadline for each phase, a cap on connections.
 *
 * <p>Helidon asks for bytes and gets only those that were checked, so nothing that is malformed, oversized or too slow
 * reaches its parsers. Knows no routes. Start at {@link dev.dormouse.invoker.http.wire.GuardedSelector}.
 */
@NullMarked
package dev.dormouse.invoker.http.wire;

import org.jspecify.annotations.NullMarked;
