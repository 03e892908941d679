/**
 * Owns the OpenTelemetry SDK and the names under which everything is recorded.
 *
 * <p>No other module's words stand here. Modules declare observer interfaces of their own; their {@code telemetry}
 * packages implement them on what is here. Start at {@link dev.dormouse.observability.Telemetry}.
 */
@NullMarked
package dev.dormouse.observability;

import org.jspecify.annotations.NullMarked;
