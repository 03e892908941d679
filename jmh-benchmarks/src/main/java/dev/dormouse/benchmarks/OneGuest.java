package dev.dormouse.benchmarks;

import dev.dormouse.invoker.wasm.ModuleRefused;
import dev.dormouse.snapshot.Ticker;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Runs one guest in this process, from its deploy on, an instance resumed for each call, and prints how many nanoseconds
 * each call took, resume and answer included. What {@code calls.mjs} and {@code calls.py} do with other engines.
 */
@CompositionRoot
public final class OneGuest {
    private OneGuest() {}

    /**
     * Prints one line of numbers, or the lines that {@link JitFailures} gives, if that is asked for.
     *
     * @param arguments name of the guest, which {@link GuestCode}, number of calls, seconds after which no more are made; then {@code jit} to look
     *     for what the JVM's compilers give up on
     */
    public static void main(String[] arguments) throws IOException, ModuleRefused {
        Guest guest = Guest.valueOf(arguments[0]);
        GuestCode code = GuestCode.valueOf(arguments[1]);
        int calls = Integer.parseInt(arguments[2]);
        long nanos = Long.parseLong(arguments[3]) * 1_000_000_000L;
        if (arguments.length > 4) {
            try (JitFailures failures = JitFailures.watch()) {
                long[] ignored = times(guest, code, calls, nanos, System::nanoTime);
                failures.forEach(System.out::println);
            }
            return;
        }
        System.out.println(Arrays.stream(times(guest, code, calls, nanos, System::nanoTime))
                .mapToObj(Long::toString)
                .collect(Collectors.joining(" ")));
    }

    /** Nanoseconds of each call. */
    static long[] times(Guest guest, GuestCode code, int calls, long atMostNanos, Ticker ticker)
            throws IOException, ModuleRefused {
        if (guest.isKernel()) {
            Kernels kernels = Kernels.compiled(code);
            return times(() -> kernels.resumeAndCall(guest), calls, atMostNanos, ticker);
        }
        try (HeapRuntime runtime = HeapRuntime.with(guest, code)) {
            runtime.train();
            byte[] body = guest.body();
            return times(() -> guest.require(runtime.invoke(body)), calls, atMostNanos, ticker);
        }
    }

    private static long[] times(Call call, int calls, long atMostNanos, Ticker ticker) {
        long[] times = new long[calls];
        long from = ticker.nanos();
        for (int i = 0; i < calls; i++) {
            long began = ticker.nanos();
            Object ignored = call.make();
            times[i] = ticker.nanos() - began;
            if (ticker.nanos() - from > atMostNanos) {
                return Arrays.copyOf(times, i + 1);
            }
        }
        return times;
    }

    @FunctionalInterface
    private interface Call {
        Object make();
    }
}
