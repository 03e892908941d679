/** Records invocations as metrics. The only place in execution that names OpenTelemetry. */
@NullMarked
package dev.dormouse.invoker.execution.telemetry;

import org.jspecify.annotations.NullMarked;
