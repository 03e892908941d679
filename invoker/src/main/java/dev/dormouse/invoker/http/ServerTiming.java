package dev.dormouse.invoker.http;

import dev.dormouse.invoker.execution.InvocationFacts;

/** The value of {@code Server-Timing}: the parts that took place, in milliseconds with three decimals. */
final class ServerTiming {
    private static final int NANOS_PER_MICRO = 1_000;

    private final StringBuilder text = new StringBuilder(128);

    private ServerTiming() {}

    static String of(InvocationFacts facts) {
        var timing = new ServerTiming();
        timing.part("admit", "", facts.admitNanos());
        timing.part("load", facts.loadTier(), facts.loadNanos());
        timing.part("resume", "", facts.resumeNanos());
        timing.part("run", "", facts.runNanos());
        timing.part("commit", "", facts.commitNanos());
        timing.part("total", "", facts.totalNanos());
        return timing.text.toString();
    }

    private void part(String name, String description, long nanos) {
        if (nanos < 0) {
            return;
        }
        if (!text.isEmpty()) {
            text.append(", ");
        }
        text.append(name);
        if (!description.isEmpty()) {
            text.append(";desc=").append(description);
        }
        text.append(";dur=");
        appendMillis(text, nanos);
    }

    /** Appends without going through floating point, whose text may be in another notation. */
    static void appendMillis(StringBuilder text, long nanos) {
        long micros = nanos / NANOS_PER_MICRO;
        long fraction = micros % 1_000;
        text.append(micros / 1_000).append('.');
        if (fraction < 100) {
            text.append('0');
        }
        if (fraction < 10) {
            text.append('0');
        }
        text.append(fraction);
    }
}
