package dev.dormouse.invoker.http;

import dev.dormouse.invoker.execution.LogLine;
import dev.dormouse.invoker.execution.LogReader;
import dev.dormouse.invoker.registry.FunctionRegistry;
import dev.dormouse.invoker.registry.Page;
import dev.dormouse.invoker.registry.PageRequest;
import dev.dormouse.snapshot.FunctionName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code /v1/functions/{name}/logs}: what the function's guests logged lately, and what they log next. */
final class LogApi {
    private static final long MAX_WAIT_MILLIS = 30_000;

    private final FunctionRegistry registry;
    private final LogReader logs;

    LogApi(FunctionRegistry registry, LogReader logs) {
        this.registry = registry;
        this.logs = logs;
    }

    /** A page always names the next: there may be more lines at any time. */
    void list(Call call) {
        QueryOptions options = call.query();
        Duration patience = patience(options.number("waitMillis").orElse(0));
        PageRequest page = ControlApi.page(options);
        long after = page.after().map(LogApi::sequence).orElse(0L);
        FunctionName function = registry.function(ControlApi.functionName(call)).name();
        List<LogLine> lines = lines(function, after, page.limit(), patience);
        long last = lines.isEmpty() ? after : lines.getLast().sequence();
        ControlApi.sendPage(call, new Page<>(lines, Optional.of(Long.toString(last))), ControlJson.LogLine::of);
    }

    private static Duration patience(long millis) {
        if (millis < 0 || millis > MAX_WAIT_MILLIS) {
            throw Failure.badInput(
                    "The option waitMillis is 0 to " + MAX_WAIT_MILLIS + "; this one is " + millis + ".");
        }
        return Duration.ofMillis(millis);
    }

    private static long sequence(String after) {
        try {
            return Long.parseLong(after);
        } catch (NumberFormatException e) {
            throw Failure.badInput("A list goes on from where a page of it ended; this is no such place. Use the value"
                    + " that the page before gave.");
        }
    }

    private List<LogLine> lines(FunctionName function, long after, int max, Duration patience) {
        try {
            return logs.lines(function, after, max, patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }
}
