package dev.dormouse.observability;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.util.Map;

/**
 * The process's one OpenTelemetry SDK, configured by the standard {@code OTEL_*} variables.
 *
 * <p>With none of them set nothing is exported and recording costs next to nothing. Thread-safe. Closing it sends
 * what is still waiting.
 */
public final class Telemetry implements AutoCloseable {
    private static final String SCOPE = "dev.dormouse";

    /** Exporters stay off until somebody names one: no process of ours calls out by default. */
    private static final Map<String, String> DEFAULTS = Map.of(
            "otel.service.name", "dormouse",
            "otel.traces.exporter", "none",
            "otel.metrics.exporter", "none",
            "otel.logs.exporter", "none");

    private final OpenTelemetry api;
    private final Runnable closer;

    private Telemetry(OpenTelemetry api, Runnable closer) {
        this.api = api;
        this.closer = closer;
    }

    /** Reads the environment and the system properties and starts the SDK. */
    public static Telemetry fromEnvironment() {
        OpenTelemetrySdk sdk = AutoConfiguredOpenTelemetrySdk.builder()
                .addPropertiesSupplier(() -> DEFAULTS)
                .disableShutdownHook()
                .build()
                .getOpenTelemetrySdk();
        return new Telemetry(sdk, sdk::close);
    }

    /** Uses an SDK that the caller made and closes. */
    public static Telemetry of(OpenTelemetry api) {
        return new Telemetry(api, () -> {});
    }

    /** Makes the instruments of all modules. */
    public Meter meter() {
        return api.getMeter(SCOPE);
    }

    /** Makes the spans of all modules. */
    public Tracer tracer() {
        return api.getTracer(SCOPE);
    }

    @Override
    public void close() {
        closer.run();
    }
}
