/**
 * The HTTP trigger and the control API; with {@code http.wire} the only code that sees Helidon.
 *
 * <p>A request passes {@code http.wire} (framing, slowness), {@link dev.dormouse.invoker.http.RequestDispatcher}
 * (route, key) and then {@code InvocationTrigger} or {@code ControlRoutes}. Nothing below this package knows HTTP. Every
 * failure leaves as a {@code Problem}. Start at {@link dev.dormouse.invoker.http.HttpServer}; docs/http.md says what is
 * promised.
 */
@NullMarked
package dev.dormouse.invoker.http;

import org.jspecify.annotations.NullMarked;
