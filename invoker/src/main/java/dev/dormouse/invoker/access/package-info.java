/**
 * Who may do what: API keys, where they are kept, and what is asked of a runtime that has none.
 *
 * <p>Knows no HTTP. Start at {@link dev.dormouse.invoker.access.Authorizer}.
 */
@NullMarked
package dev.dormouse.invoker.access;

import org.jspecify.annotations.NullMarked;
