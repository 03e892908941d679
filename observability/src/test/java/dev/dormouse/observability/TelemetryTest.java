package dev.dormouse.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import org.junit.jupiter.api.Test;

class TelemetryTest {
    @Test
    void recordsIntoTheSdkThatItWasGiven() {
        InMemoryMetricReader reader = InMemoryMetricReader.create();
        OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
                .setMeterProvider(
                        SdkMeterProvider.builder().registerMetricReader(reader).build())
                .build();
        try (Telemetry telemetry = Telemetry.of(sdk)) {
            telemetry.meter().counterBuilder(Names.INVOCATIONS).build().add(3);
        }
        assertThat(reader.collectAllMetrics()).singleElement().satisfies(metric -> {
            assertThat(metric.getName()).isEqualTo(Names.INVOCATIONS);
            assertThat(metric.getLongSumData().getPoints())
                    .singleElement()
                    .satisfies(point -> assertThat(point.getValue()).isEqualTo(3));
        });
        sdk.close();
    }

    @Test
    void startsAndStopsWithNothingConfigured() {
        try (Telemetry telemetry = Telemetry.fromEnvironment()) {
            telemetry.tracer().spanBuilder("nobody-listens").startSpan().end();
        }
    }
}
