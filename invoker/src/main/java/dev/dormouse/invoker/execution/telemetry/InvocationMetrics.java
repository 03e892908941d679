package dev.dormouse.invoker.execution.telemetry;

import dev.dormouse.invoker.execution.Invocation;
import dev.dormouse.invoker.execution.InvocationFacts;
import dev.dormouse.invoker.execution.InvocationObserver;
import dev.dormouse.invoker.execution.InvocationResult;
import dev.dormouse.observability.Names;
import dev.dormouse.observability.Telemetry;
import dev.dormouse.scheduler.Outcome;
import dev.dormouse.snapshot.FunctionName;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One metric record for each invocation, under the names of the FaaS conventions. Thread-safe. */
public final class InvocationMetrics implements InvocationObserver {
    private static final double NANOS_PER_SECOND = 1e9;

    private final LongCounter invocations;
    private final LongCounter errors;
    private final LongCounter timeouts;
    private final LongCounter coldStarts;
    private final LongCounter fuel;
    private final DoubleHistogram invokeDuration;
    private final DoubleHistogram initDuration;

    /** What was recorded last; the next one is often alike, and attributes are sorted when they are made. */
    private volatile @Nullable Recorded last;

    private record Recorded(FunctionName function, Outcome outcome, Attributes attributes) {}

    /** @param telemetry where to */
    public InvocationMetrics(Telemetry telemetry) {
        Meter meter = telemetry.meter();
        invocations = meter.counterBuilder(Names.INVOCATIONS).build();
        errors = meter.counterBuilder(Names.ERRORS).build();
        timeouts = meter.counterBuilder(Names.TIMEOUTS).build();
        coldStarts = meter.counterBuilder(Names.COLD_STARTS).build();
        fuel = meter.counterBuilder(Names.FUEL).build();
        invokeDuration = histogram(meter, Names.INVOKE_DURATION);
        initDuration = histogram(meter, Names.INIT_DURATION);
    }

    private static DoubleHistogram histogram(Meter meter, String name) {
        return meter.histogramBuilder(name)
                .setUnit("s")
                .setExplicitBucketBoundariesAdvice(Names.DURATION_BUCKETS)
                .build();
    }

    @Override
    public void settled(Invocation invocation, InvocationResult result) {
        Outcome outcome = result.outcome();
        InvocationFacts facts = result.facts();
        if (facts.revision().isEmpty()) {
            return; // names that nobody deployed must not become attribute values
        }
        Attributes attributes = attributes(invocation.function(), outcome);
        (outcome == Outcome.OK ? invocations : errors).add(1, attributes);
        if (outcome == Outcome.DEADLINE_EXCEEDED || outcome == Outcome.FUEL_EXHAUSTED) {
            timeouts.add(1, attributes);
        }
        if (facts.loadNanos() >= 0 && !facts.loadTier().equals("heap")) {
            coldStarts.add(1, attributes);
        }
        fuel.add(facts.fuel(), attributes);
        if (facts.runNanos() >= 0) {
            invokeDuration.record(facts.runNanos() / NANOS_PER_SECOND, attributes);
            initDuration.record((facts.loadNanos() + facts.resumeNanos()) / NANOS_PER_SECOND, attributes);
        }
    }

    private Attributes attributes(FunctionName function, Outcome outcome) {
        Recorded known = last;
        if (known == null || known.outcome() != outcome || !known.function().equals(function)) {
            known = new Recorded(
                    function,
                    outcome,
                    Attributes.of(
                            Names.FUNCTION, function.value(),
                            Names.TRIGGER, "http",
                            Names.OUTCOME, outcome.name().toLowerCase(Locale.ROOT)));
            last = known;
        }
        return known.attributes();
    }
}
