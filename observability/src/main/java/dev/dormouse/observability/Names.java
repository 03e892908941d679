package dev.dormouse.observability;

import io.opentelemetry.api.common.AttributeKey;
import java.util.List;

/**
 * Every name under which something is recorded. Those of OpenTelemetry's FaaS conventions are theirs, which are still
 * "development"; ours begin with {@code dormouse.}. An agent's id never goes on a metric.
 */
public final class Names {
    /** Invocations that ended well. */
    public static final String INVOCATIONS = "faas.invocations";

    /** Invocations that ended in any other way. */
    public static final String ERRORS = "faas.errors";

    /** Invocations that ran past their deadline or out of fuel. */
    public static final String TIMEOUTS = "faas.timeouts";

    /** Invocations whose revision had first to be loaded. */
    public static final String COLD_STARTS = "faas.coldstarts";

    /** Seconds inside the guest and its host calls. */
    public static final String INVOKE_DURATION = "faas.invoke_duration";

    /** Seconds from admission to a live instance. */
    public static final String INIT_DURATION = "faas.init_duration";

    /** Ticks of guest code. */
    public static final String FUEL = "dormouse.fuel";

    /** Name of the function. */
    public static final AttributeKey<String> FUNCTION = AttributeKey.stringKey("faas.name");

    /** What caused an invocation. */
    public static final AttributeKey<String> TRIGGER = AttributeKey.stringKey("faas.trigger");

    /** How an invocation ended: the closed list of outcomes, in lower case. */
    public static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("dormouse.outcome");

    /** Buckets of durations, in seconds, fit for resumes of microseconds and runs of seconds. */
    public static final List<Double> DURATION_BUCKETS = List.of(
            5e-6, 1e-5, 2e-5, 5e-5, 1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 5e-3, 1e-2, 2e-2, 5e-2, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0,
            10.0, 30.0);

    private Names() {}
}
